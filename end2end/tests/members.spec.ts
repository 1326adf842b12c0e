import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { alive, open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";

useRollcall({ demo: { users: 1500, days: 20 } });

const members = (page: Page) => page.getByRole("region", { name: "Members", exact: true });
const rows = (page: Page) => members(page).locator("tbody tr[id]");
const header = (page: Page, name: string) => members(page).getByRole("columnheader", { name });

/** Large enough for several pages of members. */
const TEAM = "/field-lab/members";

test("members are sorted by every column, and a link keeps the order", async ({ page }) => {
  await signIn(page, ADMIN);
  await open(page, TEAM);
  await expect(header(page, "Name")).toHaveAttribute("aria-sort", "ascending");
  for (const [name, column, first] of [["Last active", "last_active", "descending"], ["Team role", "role", "ascending"], ["Email", "email", "ascending"]]) {
    const link = header(page, name).getByRole("link");
    await link.focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`sort=${column}`));
    await expect(header(page, name)).toHaveAttribute("aria-sort", first);
    await expect(link).toBeFocused();
    await link.click();
    await expect(header(page, name)).toHaveAttribute("aria-sort", first === "ascending" ? "descending" : "ascending");
  }
  await open(page, `${TEAM}?sort=role&dir=asc`);
  await expect(rows(page).first().locator(".members__role")).toHaveText("Admin");
  await open(page, `${TEAM}?sort=role&dir=desc`);
  await expect(rows(page).first().locator(".members__role")).toHaveText("View-Only");
  await open(page, `${TEAM}?sort=email&dir=desc`);
  const emails = await rows(page).locator(".members__email").allInnerTexts();
  expect(emails).toEqual([...emails].sort().reverse());
  await open(page, `${TEAM}?sort=nonsense&dir=up`);
  await expect(header(page, "Name")).toHaveAttribute("aria-sort", "ascending");
});

test("more members come while one scrolls, and a search keeps the order", async ({ page }) => {
  await signIn(page, ADMIN);
  await open(page, `${TEAM}?sort=role&dir=desc`);
  await expect(rows(page)).toHaveCount(50);
  const total = Number((await page.getByRole("status").filter({ hasText: "members" }).innerText()).replace(/\D/g, ""));
  expect(total).toBeGreaterThan(100);
  await rows(page).last().scrollIntoViewIfNeeded();
  await expect(rows(page)).not.toHaveCount(50);
  while ((await rows(page).count()) < total) {
    const before = await rows(page).count();
    await rows(page).last().scrollIntoViewIfNeeded();
    await expect(rows(page)).not.toHaveCount(before);
  }
  await expect(members(page).getByText("the end of the list")).toBeVisible();
  const ids = await rows(page).evaluateAll((all) => all.map((row) => row.id));
  expect(new Set(ids).size).toBe(total);

  await page.getByRole("searchbox", { name: "Search members" }).fill("northwind");
  await expect(page).toHaveURL(/q=northwind/);
  expect(page.url()).toContain("sort=role");
  await expect(page.getByRole("searchbox", { name: "Search members" })).toBeFocused();
  await expect(rows(page)).toHaveCount(50);
});

test("who is taken out goes from the list, which stays where it is", async ({ page }) => {
  await signIn(page, ADMIN);
  await open(page, "/field-lab/settings/members?sort=role&dir=desc");
  await rows(page).last().scrollIntoViewIfNeeded();
  await expect(rows(page)).toHaveCount(100);
  const row = rows(page).nth(70);
  const [id, next] = [await row.getAttribute("id"), await rows(page).nth(71).getAttribute("id")];
  await row.getByRole("button", { name: /^Delete / }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete member" }).click();
  await expect(page.locator(`[id="${id}"]`)).toHaveCount(0);
  await expect(rows(page)).toHaveCount(99);
  await expect(page.locator(`[id="${next}"]`).getByRole("button", { name: /^Delete / })).toBeFocused();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("members are sorted and walked by links", async ({ page }) => {
    await page.goto(`/login?next=${encodeURIComponent(TEAM)}`);
    await page.getByLabel("E-mail or username").fill(ADMIN.email);
    await page.getByLabel("Password").fill(ADMIN.password);
    await page.getByRole("button", { name: "Log in" }).click();
    await header(page, "Team role").getByRole("link").click();
    await expect(page).toHaveURL(/sort=role/);
    await expect(header(page, "Team role")).toHaveAttribute("aria-sort", "ascending");
    const first = await rows(page).first().getAttribute("id");
    await members(page).getByRole("link", { name: "Next page" }).click();
    await expect(page).toHaveURL(/after=/);
    await expect(rows(page).first()).not.toHaveAttribute("id", first ?? "");
  });
});

test("members fit a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ADMIN);
  await open(page, TEAM);
  await alive(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test("on a phone the tab that is open is in view, and its settings", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ADMIN);
  await open(page, "/vision/settings/service-accounts");
  for (const [list, name] of [["Team", "Settings"], ["Settings", "Service accounts"]] as const) {
    await expect(page.getByRole("navigation", { name: list }).getByRole("link", { name })).toBeInViewport({ ratio: 0.9 });
  }
});
