import type { BrowserContext } from "@playwright/test";

/** Listens to the console and to errors of the pages. */
export class Trouble {
  private readonly all: string[] = [];
  private readonly expected = new Set<number>();

  /** The browser reports a refusal as an error: these are meant. */
  expect(...statuses: number[]): void {
    statuses.forEach((status) => this.expected.add(status));
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
    const [, status] = words.match(/^Failed to load resource: the server responded with a status of (\d+)/) ?? [];
    return this.expected.has(Number(status));
  }
}
