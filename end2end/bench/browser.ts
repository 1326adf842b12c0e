import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expect, noteListeners, test, useRollcall } from "../support/fixtures.ts";
import { TRANSFERRED } from "../support/limits.ts";
import { signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";
import { rows } from "../support/users.ts";
import { note, notes, type Noted, untilFiltered, untilSaved } from "./noted.ts";
import { Table } from "./table.ts";
import { Traffic } from "../support/traffic.ts";

const USERS = Number(process.env.ROLLCALL_BENCH ?? 100_000);
const ROUNDS = 5;
const WORDS = ["okafor", "son", "lind", "xu", "novak"];
const held = useRollcall({ demo: { users: USERS, days: 400 } });

type Visit = Noted & { traffic: Traffic; blocked: number };

test("the organization dashboard in the browser", async ({ browser }) => {
  const state = await signedIn(browser);
  const fresh = () => browser.newContext({ baseURL: held.app.url, storageState: state });
  const [cold, warm]: Visit[][] = [[], []];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await fresh();
    cold.push(await visit(context));
    warm.push(await visit(context));
    bare.push(await firstRowWithoutCode(context));
    await context.close();
  }
  const context = await fresh();
  const table = new Table();
  visits(table, cold, warm);
  table.add("first row visible, warm, of the page without its code", undefined, "ms", bare);
  await deeds(table, context);
  await context.close();
  console.log(`\n${USERS} users, ${ROUNDS} cold and warm visits\n\n${table}\n`);
});

async function signedIn(browser: Browser): Promise<Awaited<ReturnType<BrowserContext["storageState"]>>> {
  const context = await browser.newContext({ baseURL: held.app.url });
  await context.addInitScript(noteListeners);
  await signIn(await context.newPage(), ADMIN);
  const state = await context.storageState();
  await context.close();
  return state;
}

async function dashboard(context: BrowserContext, query = ""): Promise<{ page: Page; traffic: Traffic }> {
  const page = await settledPage(context);
  await page.addInitScript(noteListeners);
  await page.addInitScript(note);
  const traffic = await Traffic.of(page);
  await page.goto(`/organization${query}`, { waitUntil: "commit" });
  // What asks the page something runs in it: not while it loads.
  await page.waitForTimeout(2000);
  await expect(page.locator("#active-users canvas")).toBeVisible();
  await page.waitForFunction(() => (globalThis as unknown as { noted: Noted }).noted.alive);
  return { page, traffic };
}

/** A page in a browser that has nothing else to do: around a new window it loads pages of its own. */
async function settledPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.waitForTimeout(1500);
  return page;
}

/** One look at the dashboard. */
async function visit(context: BrowserContext): Promise<Visit> {
  const { page, traffic } = await dashboard(context);
  const noted = await page.evaluate(notes);
  await page.close();
  return { ...noted, traffic, blocked: noted.tasks.reduce((sum, task) => sum + task.duration - 50, 0) };
}

/** What the browser alone takes for the rows, warm, whatever the page does besides. */
async function firstRowWithoutCode(context: BrowserContext): Promise<number> {
  const page = await settledPage(context);
  await page.addInitScript(note);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setBlockedURLs", { urls: ["*.js", "*.wasm"] });
  await page.goto("/organization");
  await page.waitForTimeout(1000);
  const { firstRow = Infinity } = await page.evaluate(notes);
  await page.close();
  return firstRow;
}

function visits(table: Table, cold: Visit[], warm: Visit[]): void {
  table.add("first row visible, cold", 250, "ms", cold.map((visit) => visit.firstRow ?? Infinity));
  table.add("first row visible, warm", 120, "ms", warm.map((visit) => visit.firstRow ?? Infinity));
  table.add("largest paint, cold", 300, "ms", cold.map((visit) => visit.largestPaint));
  table.add("hydrated, cold", 900, "ms", cold.map((visit) => visit.alive ?? Infinity));
  table.add("total blocking time, cold", 50, "ms", cold.map((visit) => visit.blocked));
  table.add("layout shift", 0, "", cold.map((visit) => visit.shift));
  for (const { what, address, limit } of TRANSFERRED) {
    table.add(`transferred, cold: ${what}`, limit, "KB", cold.map((visit) => visit.traffic.of(address)));
  }
}

/** Searching, picking roles and scrolling on a page that is alive. */
async function deeds(table: Table, context: BrowserContext): Promise<void> {
  const { page } = await dashboard(context, "?status=active&role=member");
  const roles = await pickRoles(page);
  await page.close();

  const { page: list } = await dashboard(context);
  const [searches, typing] = await longestTask(list, () => search(list));
  const [, scrolling] = await longestTask(list, () => scroll(list));
  await list.close();

  table.add("last key in search → filtered rows", 150, "ms", searches);
  table.add("role picked → shown", 16, "ms", roles.map((role) => role.shown));
  table.add("role picked → saved", 60, "ms", roles.map((role) => role.saved));
  table.add("longest task while typing, if over 50 ms", 50, "ms", [typing]);
  table.add("longest task while scrolling, if over 50 ms", 50, "ms", [scrolling]);
}

async function longestTask<T>(page: Page, deed: () => Promise<T>): Promise<[T, number]> {
  const before = (await page.evaluate(notes)).tasks.length;
  const outcome = await deed();
  const tasks = (await page.evaluate(notes)).tasks.slice(before);
  return [outcome, Math.max(0, ...tasks.map((task) => task.duration))];
}

async function search(page: Page): Promise<number[]> {
  const times: number[] = [];
  const box = page.getByRole("searchbox");
  for (const word of WORDS) {
    const filtered = page.evaluate(untilFiltered, word);
    await box.pressSequentially(word, { delay: 100 });
    times.push(await filtered);
    await box.fill("");
    await expect(page).toHaveURL("/organization");
    await page.waitForTimeout(300);
  }
  return times;
}

async function pickRoles(page: Page): Promise<{ shown: number; saved: number }[]> {
  const times: { shown: number; saved: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const row = rows(page).nth(round);
    await row.getByRole("button", { name: /^Role of/ }).click();
    const saved = page.evaluate(untilSaved, (await row.getAttribute("id")) ?? "");
    await row.getByRole("combobox").selectOption("admin");
    times.push(await saved);
  }
  return times;
}

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(720, 600);
  for (let step = 0; step < 60; step += 1) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(40);
  }
}
