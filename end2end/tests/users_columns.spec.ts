import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { alive, open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";
import { layoutShifts, rows, slowDown, users } from "../support/users.ts";

const menu = (page: Page) => page.getByRole("menu", { name: "Columns" });
const item = (page: Page, name: string) => menu(page).getByRole("menuitemcheckbox", { name });
const headers = (page: Page) => users(page).getByRole("columnheader");

useRollcall({ demo: { users: 120, days: 20 } });

test.beforeEach(async ({ page }) => {
  await signIn(page, ADMIN, "/organization");
});

test("columns are hidden and shown, and the address says which", async ({ page }) => {
  await page.getByRole("button", { name: "Columns" }).click();
  await item(page, "Email").click();
  await item(page, "Role").click();
  await expect(item(page, "Email")).toHaveAttribute("aria-checked", "false");
  await expect(headers(page)).toHaveText(["", "Name", "Last active", "Team", "Actions"]);
  await expect(rows(page).first().locator(".email-cell")).toBeHidden();
  await expect(page).toHaveURL("/organization?columns=last_active%2Cteam");

  await page.reload();
  await alive(page);
  await expect(headers(page)).toHaveText(["", "Name", "Last active", "Team", "Actions"]);
  await page.getByRole("button", { name: "Columns" }).click();
  await item(page, "Email").click();
  await item(page, "Role").click();
  await expect(page).toHaveURL("/organization");
});

test("columns are chosen by keyboard alone, down to the name", async ({ page }) => {
  await page.getByRole("button", { name: "Columns" }).focus();
  await page.keyboard.press("Enter");
  for (const name of ["Last active", "Role", "Email", "Team"]) {
    await expect(item(page, name)).toBeFocused();
    await page.keyboard.press("Space");
    await expect(item(page, name)).toHaveAttribute("aria-checked", "false");
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Columns" })).toBeFocused();
  await expect(headers(page)).toHaveText(["", "Name", "Actions"]);
  await expect(page).toHaveURL("/organization?columns=name");
});

test("a hidden column may still rule the order, and unknown words are passed over", async ({ page }) => {
  await open(page, "/organization?columns=nonsense,role&sort=email");
  await expect(headers(page)).toHaveText(["", "Name", "Role", "Actions"]);
  const emails = await page.locator("td.email-cell").allTextContents();
  expect(emails).toEqual([...emails].sort());
  await open(page, "/organization?columns=nonsense");
  await expect(headers(page)).toHaveCount(7);
});

test("the density is remembered in this browser, and nothing moves", async ({ page }) => {
  const height = () => rows(page).first().evaluate((row) => row.getBoundingClientRect().height);
  expect(await height()).toBe(44);
  await page.getByRole("button", { name: "Columns" }).click();
  await menu(page).getByRole("menuitemradio", { name: "Compact" }).click();
  await expect(menu(page).getByRole("menuitemradio", { name: "Compact" })).toHaveAttribute("aria-checked", "true");
  expect(await height()).toBe(36);
  await page.keyboard.press("Escape");

  await page.reload();
  expect(await height()).toBe(36);
  await alive(page);
  await expect(page.locator("#active-users canvas")).toBeVisible();
  expect(await layoutShifts(page)).toEqual([]);

  await page.getByRole("button", { name: "Columns" }).focus();
  await page.keyboard.press("Enter");
  await expect(item(page, "Last active")).toBeFocused();
  await page.keyboard.press("End");
  await expect(menu(page).getByRole("menuitemradio", { name: "Compact" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  expect(await height()).toBe(44);
});

for (const width of [1440, 768, 390]) {
  test(`nothing moves while the page comes alive at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await slowDown(page);
    await open(page, "/organization?status=active&columns=role,email");
    await expect(page.locator("#active-users canvas")).toBeVisible();
    expect(await layoutShifts(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });
}
