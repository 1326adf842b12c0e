import { expect, type Locator, type Page } from "@playwright/test";

/** The parts of the users table and its toolbar. */
export const users = (page: Page) => page.getByRole("region", { name: "Users", exact: true });
export const table = (page: Page) => users(page).getByRole("table");
export const rows = (page: Page) => users(page).locator("tbody tr");
export const search = (page: Page) => page.getByRole("searchbox", { name: "Search name, username or email" });
export const filter = (page: Page, name: "Status" | "Role" | "Team" | "Last active") => page.getByRole("combobox", { name, exact: true });
export const chips = (page: Page) => page.getByRole("list", { name: "Filters in effect" }).getByRole("listitem");
export const count = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words });

/** Holds back the answers to every question for rows until it is let go, and notes what was asked. */
export async function slowLists(page: Page, milliseconds: (search: string) => number): Promise<string[]> {
  const asked: string[] = [];
  await page.route("**/api/fn/list_users", async (route) => {
    const { search } = route.request().postDataJSON().query;
    asked.push(search);
    await new Promise((go) => setTimeout(go, milliseconds(search)));
    // Who asks anew takes back what was asked before.
    await route.continue().catch(() => undefined);
  });
  return asked;
}

/** Makes the browser six times slower, so that it paints what a quick one has already passed. */
export async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
}

interface LayoutShift extends PerformanceEntry {
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
}

/** What moved that nobody touched, since the page began to load: each thing with where it was and where it is. */
export async function layoutShifts(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((done) => {
        const words = ({ node, previousRect: from, currentRect: to }: LayoutShift["sources"][number]) =>
          `${node instanceof Element ? node.outerHTML.slice(0, 120) : node?.nodeName} from ${JSON.stringify(from)} to ${JSON.stringify(to)}`;
        const moved: string[] = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as LayoutShift[]) {
            if (!entry.hadRecentInput) moved.push(`after ${entry.startTime} ms`, ...entry.sources.map(words));
          }
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(moved), 100);
      }),
  );
}

/** Scrolls until a text comes into view. */
export async function scrollTo(page: Page, words: string | RegExp): Promise<void> {
  const end = page.getByRole("status").filter({ hasText: words });
  await expect(async () => {
    await page.mouse.wheel(0, 20_000);
    await expect(end).toBeInViewport({ timeout: 200 });
  }).toPass();
}

export const boxOf = (row: Locator): Locator => row.getByRole("checkbox", { name: /^Select / });

export const boxOfAll = (page: Page): Locator => page.getByRole("checkbox", { name: "Select all rows on show" });

/** What can be done to those who are selected. */
export const bar = (page: Page): Locator => page.getByRole("region", { name: "Selection" });

/** A row that stays the same one, whatever becomes of it. */
export async function pinned(page: Page, row: Locator): Promise<Locator> {
  return page.locator(`[id="${await row.getAttribute("id")}"]`);
}

/** The focus is somewhere in the row. */
export async function hasFocus(row: Locator): Promise<void> {
  await expect(async () => expect(await row.evaluate((it) => it.contains(document.activeElement))).toBe(true)).toPass();
}
