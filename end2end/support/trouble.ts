import type { BrowserContext } from "@playwright/test";

/** Listens to the console and to errors of the pages. */
export class Trouble {
  private readonly all: string[] = [];
  private readonly expected = new Set<number>();
  private readonly words: RegExp[] = [];

  /** The browser reports a refusal as an error: these are meant. */
  expect(...statuses: number[]): void {
    statuses.forEach((status) => this.expected.add(status));
  }

  /** The page says these by itself: they are meant. */
  expectWords(...words: RegExp[]): void {
    this.words.push(...words);
  }

  get found(): string[] {
    return this.all.filter((words) => !this.isMeant(words));
  }

  watch(context: BrowserContext): void {
    context.on("console", (message) => {
      if (message.type() === "error" || /Content Security Policy/i.test(message.text())) {
        this.all.push(`${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (error) => this.all.push(`${error.error()}`));
  }

  private isMeant(words: string): boolean {
    if (this.words.some((meant) => meant.test(words))) return true;
    const [, status] = words.match(/^Failed to load resource: the server responded with a status of (\d+)/) ?? [];
    return this.expected.has(Number(status));
  }
}
