import { expect, type Locator, type Page } from "@playwright/test";

/** The rows of the users table. */
export const rows = (page: Page): Locator => page.getByRole("region", { name: "Users", exact: true }).locator("tbody tr");

export const boxOf = (row: Locator): Locator => row.getByRole("checkbox", { name: /^Select / });

export const boxOfAll = (page: Page): Locator => page.getByRole("checkbox", { name: "Select all rows on show" });

/** What can be done to those who are selected. */
export const bar = (page: Page): Locator => page.getByRole("region", { name: "Selection" });

/** A row that stays the same one, whatever becomes of it. */
export async function pinned(page: Page, row: Locator): Promise<Locator> {
  return page.locator(`[id="${await row.getAttribute("id")}"]`);
}

/** Waits until rows that fit a filter are on show. */
export async function filtered(page: Page, name: "Status" | "Role", value: string): Promise<void> {
  await page.getByRole("combobox", { name, exact: true }).selectOption(value);
  await expect(page).toHaveURL(new RegExp(`${name.toLowerCase()}=`));
  await expect(page.locator(".users__scroll [aria-hidden=true].skeleton-row")).toHaveCount(0);
}

/** The focus is somewhere in the row. */
export async function hasFocus(row: Locator): Promise<void> {
  await expect(async () => expect(await row.evaluate((it) => it.contains(document.activeElement))).toBe(true)).toPass();
}
