import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, openMenuOf, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";
import { hasFocus, rows } from "../support/users.ts";

useRollcall({ demo: { users: 60, days: 400 } });

const dialog = (page: Page) => page.getByRole("dialog", { name: "Activity of Ada Okafor" });

test.beforeEach(async ({ page }) => {
  await signIn(page, ADMIN, "/organization?q=ada.okafor");
});

test("the menu of a row shows what somebody did, day by day", async ({ page }) => {
  await openMenuOf(page, "Ada Okafor");
  await page.getByRole("menuitem", { name: "View activity" }).click();
  await expect(dialog(page)).toBeVisible();
  for (const words of ["Added", "Joined", "Last active", /by (Page|REST|wandb)/, "Days active since sign-up", "Runs created", "Reports created"]) {
    await expect(dialog(page)).toContainText(words);
  }
  await expect(dialog(page)).toContainText(/[\d,]+ requests on \d+ days in the last 52 weeks/);
  const grid = dialog(page).getByRole("grid", { name: "Requests of Ada Okafor by day" });
  expect(await grid.getByRole("gridcell", { name: /^\d+ \w+ \d{4}: [\d,]+ requests?$/ }).count()).toBeGreaterThan(357);
  const day = grid.locator("td[title]").nth(60);
  await day.hover();
  await expect(dialog(page).locator(".calendar__line")).toHaveText((await day.getAttribute("title")) ?? "");
  const id = (await rows(page).first().getAttribute("id"))?.replace("user-", "");
  const link = dialog(page).getByRole("link", { name: "History of Ada Okafor" });
  await expect(link).toHaveAttribute("href", `/organization/history?target=${id}`);
  await dialog(page).locator("footer").getByRole("button", { name: "Close" }).click();
  await expect(dialog(page)).toBeHidden();
});

test("it is opened, walked and closed by keyboard", async ({ page }) => {
  await page.keyboard.press("j");
  await page.keyboard.press(".");
  await expect(page.getByRole("menuitem", { name: "View activity" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
  const grid = dialog(page).getByRole("grid");
  await grid.locator("td[tabindex='0']").focus();
  const line = dialog(page).locator(".calendar__line");
  const today = (await line.textContent()) ?? "";
  await expect(grid.locator("td:focus")).toHaveAttribute("title", today);
  await page.keyboard.press("ArrowLeft");
  await expect(line).not.toHaveText(today);
  const lastWeek = await line.textContent();
  await page.keyboard.press("ArrowRight");
  await expect(line).toHaveText(today);
  await page.keyboard.press("Home");
  await expect(line).not.toHaveText(lastWeek ?? "");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await hasFocus(rows(page).first());
});

test("somebody invited has not been here", async ({ page }) => {
  await open(page, "/organization?status=pending");
  await rows(page).first().getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: "View activity" }).click();
  const empty = page.getByRole("dialog", { name: /^Activity of/ });
  await expect(empty).toContainText("Invite pending");
  await expect(empty).toContainText("0 requests on 0 days in the last 52 weeks");
});
