type Row = { what: string; limit: number | undefined; unit: "ms" | "KB" | ""; values: number[] };

/** Figures beside the limits they should keep, as Markdown. */
export class Table {
  private readonly rows: Row[] = [];

  add(what: string, limit: number | undefined, unit: Row["unit"], values: number[]): void {
    this.rows.push({ what, limit, unit, values });
  }

  toString(): string {
    const head = "| what | limit | median | worst | |\n|---|---|---|---|---|";
    return [head, ...this.rows.map(line)].join("\n");
  }
}

function line({ what, limit, unit, values }: Row): string {
  const words = (value: number) => `${unit === "" ? value.toFixed(2) : Math.round(value)} ${unit}`.trim();
  const middle = median(values);
  const [limited, verdict] = limit === undefined ? ["", ""] : [words(limit), middle > limit ? "over" : ""];
  return `| ${what} | ${limited} | ${words(middle)} | ${words(Math.max(...values))} | ${verdict} |`;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
