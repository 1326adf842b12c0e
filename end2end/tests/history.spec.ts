import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { becomeMember } from "../support/links.ts";
import { alive, open, signIn, typeSignIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";

const PATH = "/organization/history";
const INVITED = "new@northwind.example";
/** Those made below: an invitation, a link from the command line, and two for each turn. */
const TURNS = 30;
const ALL = 1 + 1 + 1 + 2 * TURNS;

const held = useRollcall({ demo: { users: 40, days: 30 } });
let member: { id: string; name: string };

const rows = (page: Page) => page.getByRole("region", { name: "Changes" }).locator("tbody tr");
const search = (page: Page) => page.getByRole("searchbox", { name: "Search who or whom" });
const count = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words });

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage({ baseURL: held.app.url });
  const call = async (name: string, fields: object) => {
    const sent = name === "add_users" || name === "list_users" ? { data: fields } : { form: fields as Record<string, string> };
    const answer = await page.request.post(`/api/fn/${name}`, { headers: { Origin: held.app.url }, ...sent });
    expect(answer.status(), name).toBe(200);
    return answer.json();
  };
  await page.goto("/login");
  await typeSignIn(page, ADMIN.email, ADMIN.password);
  await expect(page).toHaveURL("/");
  const found = await call("list_users", { query: { status: "active", role: "member" }, after: null });
  const [id, name] = found.rows[0];
  member = { id, name };
  await call("add_users", { users: { emails: INVITED, role: "member", teams: [] } });
  for (let turn = 0; turn < TURNS; turn += 1) {
    await call("set_user_role", { user: member.id, role: "admin" });
    await call("set_user_role", { user: member.id, role: "member" });
  }
  await page.close();
  held.app.command("admin", "reset-link", "--email", ADMIN.email);
});

test.describe("an admin", () => {
  test.beforeEach(async ({ page }) => {
    await signIn(page, ADMIN, PATH);
  });

  test("reads who did what to whom, through which door, and what became of it", async ({ page }) => {
    await expect(page.getByRole("heading", { name: "History", level: 1 })).toBeVisible();
    await expect(count(page, `${ALL} changes`)).toBeVisible();
    const [link, role] = [rows(page).nth(0), rows(page).nth(1)];
    await expect(link).toContainText("Made a reset link");
    await expect(link.locator(".history__who")).toContainText("Command line");
    await expect(link.locator(".history__door")).toHaveText("Command line");
    await expect(role.locator(".history__who")).toHaveText("Ada Okafor");
    await expect(role.locator(".history__what")).toHaveText("Changed the role");
    await expect(role.locator(".history__whom")).toHaveText(member.name);
    await expect(role.locator(".history__door")).toHaveText("Page");
    await expect(role.locator(".history__changes")).toHaveText("Role: Admin → Member");
    await expect(role.locator("time")).toHaveAttribute("title", /^\d+ \w+ \d{4}, \d\d:\d\d UTC$/);
    await expect(page.getByRole("link", { name: "History", exact: true })).toHaveAttribute("aria-current", "page");
  });

  test("narrows it by mouse, and the address keeps that over a reload and Back", async ({ page }) => {
    await page.getByRole("combobox", { name: "What" }).selectOption("Invited");
    await expect(count(page, "1 change")).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText(INVITED);
    await expect(page).toHaveURL(`${PATH}?action=user.invited`);
    await page.getByRole("combobox", { name: "Door" }).selectOption("Page");
    await page.getByLabel("From").fill("2020-01-01");
    await expect(page).toHaveURL(`${PATH}?action=user.invited&door=page&from=2020-01-01`);
    await expect(rows(page)).toHaveCount(1);

    await page.reload();
    await alive(page);
    await isAsBefore();
    await page.getByRole("link", { name: "Home", exact: true }).click();
    await expect(page).toHaveURL("/");
    await page.goBack();
    await isAsBefore();

    await page.getByRole("button", { name: "Clear" }).click();
    await expect(page).toHaveURL(PATH);
    await expect(count(page, `${ALL} changes`)).toBeVisible();

    async function isAsBefore(): Promise<void> {
      await expect(page.getByRole("combobox", { name: "What" })).toHaveValue("user.invited");
      await expect(page.getByRole("combobox", { name: "Door" })).toHaveValue("page");
      await expect(page.getByLabel("From")).toHaveValue("2020-01-01");
      await expect(rows(page)).toHaveCount(1);
    }
  });

  test("searches by the name of who did it or whom it was done to", async ({ page }) => {
    await search(page).pressSequentially("northw");
    await expect(count(page, "1 change")).toBeVisible();
    await expect(rows(page)).toContainText(INVITED);
    await expect(search(page)).toBeFocused();
    await search(page).fill(member.name);
    await expect(count(page, `${2 * TURNS} changes`)).toBeVisible();
  });

  test("follows a name to everything that person did, or that was done to them", async ({ page }) => {
    await rows(page).nth(1).locator(".history__whom").getByRole("link", { name: member.name }).click();
    await expect(page).toHaveURL((url) => url.searchParams.get("target") === member.id);
    await expect(count(page, `${2 * TURNS} changes`)).toBeVisible();
    await page.getByRole("button", { name: `To ${member.name}` }).click();
    await expect(page).toHaveURL(PATH);
    await rows(page).nth(1).locator(".history__who").getByRole("link", { name: "Ada Okafor" }).click();
    await expect(page).toHaveURL(/\?actor=/);
    await expect(page.getByRole("button", { name: "By Ada Okafor" })).toBeVisible();
    await expect(count(page, `${1 + 2 * TURNS} changes`)).toBeVisible();
  });

  test("turns the order round, and scrolls to the other end", async ({ page }) => {
    const header = page.getByRole("columnheader", { name: "Time" });
    await expect(header).toHaveAttribute("aria-sort", "descending");
    await header.getByRole("link").click();
    await expect(header).toHaveAttribute("aria-sort", "ascending");
    await expect(page).toHaveURL(`${PATH}?dir=asc`);
    await expect(rows(page).first()).toContainText("Filled the database with demo data");
    const end = page.getByText(`${ALL} rows, the end of the list.`);
    await expect(async () => {
      await page.mouse.wheel(0, 20_000);
      await expect(end).toBeVisible({ timeout: 200 });
    }).toPass();
    await expect(rows(page)).toHaveCount(ALL);
    await expect(rows(page).last()).toContainText("Made a reset link");
  });

  test("asks for others while lists are on their way", async ({ page }) => {
    await page.route("**/api/fn/list_history", async (route) => {
      await new Promise((go) => setTimeout(go, 500));
      await route.continue();
    });
    const what = page.getByRole("combobox", { name: "What" });
    await what.selectOption("Changed the role");
    await page.waitForTimeout(200);
    // The first answer finds that another one is wanted, and the third step comes between.
    await what.selectOption("Removed");
    await page.waitForTimeout(500);
    await what.selectOption("Invited");
    await expect(count(page, "1 change")).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
  });

  test("reads why nothing is shown, and goes back", async ({ page, trouble }) => {
    trouble.expect(422);
    await search(page).fill("zzzzzz");
    await expect(page.getByRole("heading", { name: "No change matches" })).toBeVisible();
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await expect(count(page, `${ALL} changes`)).toBeVisible();
    await expect(search(page)).toHaveValue("");

    await open(page, `${PATH}?from=2026-02-02&to=2026-02-01`);
    await expect(page.getByRole("alert").filter({ hasText: "The last day, 1 Feb 2026, comes before the first, 2 Feb 2026." })).toBeVisible();
    await page.getByRole("button", { name: "Clear" }).click();
    await expect(count(page, `${ALL} changes`)).toBeVisible();
  });

  test("saves exactly the changes of the filter as CSV", async ({ page }) => {
    await page.getByRole("combobox", { name: "What" }).selectOption("Invited");
    await expect(count(page, "1 change")).toBeVisible();
    await page.getByRole("button", { name: "More actions" }).click();
    const item = page.getByRole("menuitem", { name: "Export as CSV" });
    await expect(item).toContainText("1 change matches the filter");
    const [download] = await Promise.all([page.waitForEvent("download"), item.click()]);
    expect(download.suggestedFilename()).toMatch(/^history-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    expect(lines[0]).toBe('"Time","Actor","Actor kind","Door","Action","Target","Before","After","Request id"');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`"Ada Okafor","User","Page","Invited","${INVITED}","","Role: Member; Status: Pending"`);
  });

  test("does all that by keyboard alone", async ({ page }) => {
    await open(page, "/");
    await page.getByRole("link", { name: "History", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(PATH);
    await expect(rows(page).first()).toBeVisible();
    await page.keyboard.press("/");
    await expect(search(page)).toBeFocused();
    await page.keyboard.type("northw");
    await expect(count(page, "1 change")).toBeVisible();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Delete");
    await expect(page).toHaveURL(PATH);

    await page.keyboard.press("Tab");
    const what = page.getByRole("combobox", { name: "What" });
    await expect(what).toBeFocused();
    // Not by typing its name: where a second passes between two keys, the space in it opens the list.
    while ((await what.inputValue()) !== "user.role_changed") await page.keyboard.press("ArrowDown");
    await expect(page).toHaveURL(`${PATH}?action=user.role_changed`);
    await page.keyboard.press("Tab");
    await expect(page.getByRole("combobox", { name: "Door" })).toBeFocused();
    await page.getByRole("button", { name: "Clear", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(PATH);

    await page.getByRole("columnheader", { name: "Time" }).getByRole("link").focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${PATH}?dir=asc`);
    await page.getByRole("link", { name: INVITED }).focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/target=/);
    await expect(count(page, "1 change")).toBeVisible();

    await page.getByRole("button", { name: "More actions" }).focus();
    await page.keyboard.press("Enter");
    const item = page.getByRole("menuitem", { name: "Export as CSV" });
    await expect(item).toBeFocused();
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(download.suggestedFilename()).toMatch(/^history-/);
  });
});

test("on a phone each change is a card, and nothing is cut off", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ADMIN, PATH);
  const change = rows(page).filter({ hasText: "Role: Admin → Member" }).first();
  await expect(change.locator(".history__whom")).toHaveText(member.name);
  const [card, view] = [await change.boundingBox(), page.viewportSize()];
  expect(card && card.x >= 0 && card.x + card.width <= (view?.width ?? 0)).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("a member finds no way to it, and reads why not", async ({ page, trouble }) => {
  trouble.expect(403);
  await signIn(page);
  await becomeMember(page, held.app);
  await expect(page).toHaveURL("/");
  await alive(page);
  await expect(page.getByRole("link", { name: "History" })).toHaveCount(0);
  await open(page, PATH);
  await expect(page.getByText("Only an admin of the organization can do this.")).toBeVisible();
  await expect(search(page)).toHaveCount(0);
});
