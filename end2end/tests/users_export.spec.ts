import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";
import { count, filter } from "../support/users.ts";

const LARGE = 5200;
const more = (page: Page) => page.getByRole("button", { name: "More actions" });
const item = (page: Page) => page.getByRole("menuitem", { name: "Export as CSV" });
const progress = (page: Page) => page.getByRole("region", { name: "Export" });

useRollcall({ demo: { users: LARGE, days: 3 } });

test.beforeEach(async ({ page }) => {
  await signIn(page, ADMIN, "/organization");
});

test("a large list is read in the page, counted, and saved whole", async ({ page }) => {
  await more(page).click();
  const saved = page.waitForEvent("download");
  await item(page).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^users-\d{4}-\d\d-\d\d\.csv$/);
  expect(download.url()).toMatch(/^blob:/);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(LARGE + 1);
  await expect(page.getByText(`5,200 users are saved as ${download.suggestedFilename()}.`)).toBeVisible();
  await expect(progress(page)).toHaveCount(0);
});

test("it shows how far it is, goes on elsewhere, and is stopped by keyboard", async ({ page }) => {
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  await open(page, "/organization");
  // What shows the progress comes with the first sign of somebody; over so slow a line it would take its time.
  const part = page.waitForResponse(/split_dialogs/);
  await page.mouse.move(5, 5);
  await (await part).finished();
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: 10_000, uploadThroughput: -1 });
  await more(page).focus();
  await page.keyboard.press("Enter");
  await expect(item(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(progress(page).getByRole("status")).toHaveText("Exporting 5,200 users…");
  await expect(progress(page).getByText(/^[1-9][\d,]* rows$/)).toBeVisible();
  await expect(more(page)).toBeFocused();
  await page.getByRole("link", { name: "Home", exact: true }).click();
  await expect(page).toHaveURL("/");
  await expect(progress(page)).toBeVisible();
  await page.goBack();

  await more(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Cancel the export" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(progress(page)).toHaveCount(0);
  await expect(more(page)).toBeFocused();
});

test("it is stopped by its button, which gives the focus back", async ({ page }) => {
  await page.route("**/organization/users.csv*", () => undefined);
  await more(page).click();
  await item(page).click();
  await progress(page).getByRole("button", { name: "Cancel" }).click();
  await expect(progress(page)).toHaveCount(0);
  await expect(more(page)).toBeFocused();
});

test("a refusal is told and stays until it is read", async ({ page, trouble }) => {
  trouble.expect(503);
  await page.route("**/organization/users.csv*", (route) => route.fulfill({ status: 503, body: "The server is busy." }));
  await more(page).click();
  await item(page).click();
  await expect(progress(page)).toContainText("The server is busy. Nothing was saved.");
  await progress(page).getByRole("button", { name: "Dismiss" }).click();
  await expect(progress(page)).toHaveCount(0);
});

test("a small list is a plain download of exactly the rows of the filter", async ({ page }) => {
  await filter(page, "Role").selectOption("Admin");
  await filter(page, "Last active").selectOption("In the last 30 days");
  await expect(page).toHaveURL(/role=admin&active=/);
  await more(page).click();
  await expect(item(page)).toContainText("the filter");
  const saved = page.waitForEvent("download");
  await item(page).click();
  const download = await saved;
  expect(download.url()).toContain("/organization/users.csv?role=admin&active=after");
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  await expect(page.locator(".tools__count")).toHaveText(`${lines.length - 1} users`);
});

test("without JavaScript the link is in the menu", async ({ browser, page, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, storageState: await page.context().storageState() });
  const plain = await context.newPage();
  await plain.goto("/organization");
  await more(plain).click();
  const saved = plain.waitForEvent("download");
  await item(plain).click();
  expect((await saved).url()).toContain("/organization/users.csv");
  await context.close();
});
