import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";
import { bar, boxOf, hasFocus, pinned, rows } from "../support/users.ts";

useRollcall({ demo: { users: 120, days: 40 } });

const dialog = (page: Page) => page.locator("#bulk-dialog");

test.beforeEach(async ({ page }) => {
  await signIn(page, ADMIN, "/organization");
});

test("j and k walk the rows, and arrow keys where a row has the focus", async ({ page }) => {
  for (const [key, at] of [["j", 0], ["j", 1], ["ArrowDown", 2], ["k", 1], ["ArrowUp", 0], ["k", 0]] as const) {
    await page.keyboard.press(key);
    await expect(rows(page).nth(at)).toBeFocused();
  }
});

test("x selects a row, Shift+x all from the one before, and Escape nobody", async ({ page }) => {
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(boxOf(rows(page).nth(1))).toBeChecked();
  await expect(page.getByRole("status").filter({ hasText: /^1 selected$/ })).toBeAttached();
  for (let i = 0; i < 3; i++) await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await expect(bar(page)).toContainText("4 selected");
  await expect(boxOf(rows(page).nth(3))).toBeChecked();
  await page.keyboard.press("x");
  await expect(bar(page)).toContainText("3 selected");
  await page.keyboard.press("Escape");
  await expect(bar(page)).toHaveCount(0);
  await expect(rows(page).nth(4)).toBeFocused();
});

test("e edits the role in its cell", async ({ page }) => {
  await open(page, "/organization?status=active&role=member");
  await page.keyboard.press("j");
  const row = await pinned(page, rows(page).first());
  await page.keyboard.press("e");
  await expect(row.getByRole("combobox", { name: /^Role of/ })).toBeFocused();
  const saved = page.waitForResponse("**/api/fn/set_user_role");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  expect((await saved).status()).toBe(200);
  await expect(row.getByRole("button", { name: /: Admin\. Change$/ })).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows(page).nth(1)).toBeFocused();
});

test("a role that is saved has the focus for the very next key, however late the next frame is", async ({ page }) => {
  await open(page, "/organization?status=active&role=member");
  await page.keyboard.press("j");
  const row = await pinned(page, rows(page).first());
  await page.keyboard.press("e");
  await expect(row.getByRole("combobox", { name: /^Role of/ })).toBeFocused();
  await page.evaluate(() => {
    window.requestAnimationFrame = (frame) => window.setTimeout(() => frame(performance.now()), 2000);
  });
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(row.getByRole("button", { name: /: Admin\. Change$/ })).toBeVisible();
  await expect(row.locator(".role--saving")).toHaveCount(0);
  expect(await row.evaluate((row) => row.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("j");
  expect(await rows(page).nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
});

test("e says why the role of somebody deactivated stays", async ({ page }) => {
  await open(page, "/organization?status=deactivated");
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  const why = "The role of a deactivated user cannot be changed. Reactivate first.";
  await expect(page.getByRole("status").filter({ hasText: why })).toBeAttached();
  await expect(rows(page).first()).toBeFocused();
});

for (const key of ["Enter", "."]) {
  test(`${key} opens the menu of the row`, async ({ page }) => {
    await page.keyboard.press("j");
    await page.keyboard.press(key);
    await expect(page.getByRole("menuitem", { name: "View activity" })).toBeFocused();
    await page.keyboard.press("j");
    await expect(page.getByRole("menuitem", { name: "View activity" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menuitem", { name: "View activity" })).toBeHidden();
    await hasFocus(rows(page).first());
  });
}

test("keys are letters where one types, and mean nothing behind a dialog", async ({ page }) => {
  await page.keyboard.press("/");
  await page.keyboard.type("jx");
  await expect(page.getByRole("searchbox")).toHaveValue("jx");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await open(page, "/organization");
  await page.getByRole("button", { name: "Add user" }).click();
  const add = page.getByRole("dialog", { name: "Add user" });
  await expect(add).toBeVisible();
  await add.getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(bar(page)).toHaveCount(0);
  await expect(add.getByRole("button", { name: "Close" })).toBeFocused();
});

test("many are deactivated and removed by keyboard alone, and the focus is never lost", async ({ page }) => {
  await open(page, "/organization?status=active&role=member");
  const [first, second, third] = [await pinned(page, rows(page).nth(0)), await pinned(page, rows(page).nth(1)), await pinned(page, rows(page).nth(2))];
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await bar(page).getByRole("button", { name: "Deactivate" }).focus();
  await page.keyboard.press("Enter");
  const deactivate = dialog(page).getByRole("button", { name: "Deactivate 2 users" });
  await expect(deactivate).toBeVisible();
  await expect(dialog(page).getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(deactivate).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Done" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(second).toBeFocused();
  await expect(first).toContainText("Deactivated");

  await page.keyboard.press("x");
  await page.keyboard.press("k");
  await page.keyboard.press("Shift+X");
  await expect(bar(page)).toContainText("2 selected");
  await bar(page).getByRole("button", { name: "Remove" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Remove 2 users" })).toBeVisible();
  await expect(dialog(page).getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Done" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(first).toHaveCount(0);
  await expect(third).toBeFocused();
});
