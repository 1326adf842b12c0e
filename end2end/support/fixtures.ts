import { test as base, expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { type Options, Rollcall } from "./server.ts";
import { Trouble } from "./trouble.ts";

export { expect };

type Fixtures = {
  /** What went wrong in the browser; a test fails if anything did that it did not expect. */
  trouble: Trouble;
  /** Another person, in a browser of their own. */
  somebody: (options?: BrowserContextOptions) => Promise<Page>;
};

let running: Rollcall | undefined;

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(running?.url),
  trouble: [
    async ({}, use) => {
      const trouble = new Trouble();
      await use(trouble);
      expect(trouble.found, "errors in the browser").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, trouble }, use) => {
    await watch(context, trouble);
    await use(context);
  },
  somebody: async ({ browser, trouble }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await newContext(browser, options);
      contexts.push(context);
      await watch(context, trouble);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** One instance for all tests of a file. */
export function useRollcall(options: Options = {}): { app: Rollcall } {
  const held = {} as { app: Rollcall };
  test.beforeAll(async () => {
    // To fill the database of a benchmark takes longer.
    test.setTimeout(Math.max(test.info().timeout, 120_000));
    held.app = running = await Rollcall.start(options);
  });
  test.afterAll(async () => {
    running = undefined;
    await held.app?.stop();
  });
  return held;
}

function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({ baseURL: running?.url, ...options });
}

async function watch(context: BrowserContext, trouble: Trouble): Promise<void> {
  trouble.watch(context);
  await context.addInitScript(noteListeners);
}

/** In the page: says aloud what the policy forbids, and notes which elements listen, so that one can wait for them. */
export function noteListeners(): void {
  addEventListener("securitypolicyviolation", (event) => {
    console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`);
  });
  const alive = new WeakSet<EventTarget>();
  const original = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (...words: Parameters<typeof original>) {
    alive.add(this);
    return original.apply(this, words);
  };
  const hears = (element: Element) => alive.has(element) || Object.keys(element).some((key) => key.startsWith("$$$"));
  // What is done with the buttons of a row is heard by the table.
  const listens = (element: Element) => {
    const table = element.closest("tbody tr")?.closest("table");
    return hears(element) || (table ? hears(table) : false);
  };
  Object.assign(globalThis, {
    isAlive: () => {
      // What opens a part of the page needs no code of the page, and a file is sent by the browser itself.
      const controls = [...document.querySelectorAll("main form, main button:not([popovertarget]), .menu__trigger")];
      return document.readyState === "complete" && controls.filter((it) => !it.closest("form[enctype]")).every(listens);
    },
  });
}
