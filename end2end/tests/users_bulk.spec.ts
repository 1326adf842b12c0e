import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";
import { bar, boxOf, boxOfAll, pinned, rows, table } from "../support/users.ts";

const dialog = (page: Page) => page.locator("#bulk-dialog");

test.describe("with three hundred users", () => {
  useRollcall({ demo: { users: 300, days: 60 }, env: { ROLLCALL_SEATS: "1000" } });

  test.beforeEach(async ({ page }) => {
    await signIn(page, ADMIN, "/organization");
  });

  test("a click selects a row, and with Shift all between", async ({ page }) => {
    await boxOf(rows(page).nth(1)).click();
    await expect(bar(page)).toContainText("1 selected");
    await boxOf(rows(page).nth(5)).click({ modifiers: ["Shift"] });
    await expect(bar(page)).toContainText("5 selected");
    for (const at of [1, 3, 5]) await expect(boxOf(rows(page).nth(at))).toBeChecked();
    await expect(boxOf(rows(page).nth(6))).not.toBeChecked();
    await expect(boxOfAll(page)).toHaveJSProperty("indeterminate", true);
    await boxOf(rows(page).nth(3)).click();
    await expect(bar(page)).toContainText("4 selected");
    await bar(page).getByRole("button", { name: "Clear" }).click();
    await expect(bar(page)).toHaveCount(0);
    await expect(boxOf(rows(page).nth(1))).not.toBeChecked();
  });

  test("the bar comes and goes without moving the table", async ({ page }) => {
    const before = await rows(page).nth(4).boundingBox();
    await boxOf(rows(page).nth(1)).click();
    await expect(bar(page)).toBeInViewport();
    expect(await rows(page).nth(4).boundingBox()).toEqual(before);
  });

  test("the box of all selects what is on show, and then everybody who matches", async ({ page }) => {
    await page.getByRole("combobox", { name: "Status" }).selectOption("Active");
    await expect(page).toHaveURL(/status=active/);
    await expect(rows(page).getByText("Invite pending")).toHaveCount(0);
    const words = await page.getByRole("status").filter({ hasText: /^\d+ users$/ }).textContent();
    await boxOfAll(page).click();
    await expect(boxOfAll(page)).toBeChecked();
    await expect(boxOf(rows(page).nth(49))).toBeChecked();
    const all = bar(page).getByRole("button", { name: `Select all ${words} that match` });
    await expect(all).toBeVisible();
    await all.click();
    const count = Number(words?.split(" ")[0]);
    await expect(async () => {
      const shown = await rows(page).count();
      await expect(bar(page)).toContainText(`${count} selected, ${count - shown} of them not on show`, { timeout: 500 });
    }).toPass();
    await expect(all).toHaveCount(0);
  });

  test("a selection lasts while one sorts and scrolls, and ends when others are listed", async ({ page }) => {
    const row = await pinned(page, rows(page).nth(2));
    await boxOf(row).click();
    await page.mouse.wheel(0, 20_000);
    await expect(rows(page).nth(60)).toBeAttached();
    await expect(bar(page)).toContainText("1 selected");
    await page.getByRole("columnheader", { name: "Email" }).getByRole("link").click();
    await expect(page.getByRole("columnheader", { name: "Email" })).toHaveAttribute("aria-sort", "ascending");
    await expect(bar(page)).toContainText("1 selected");
    await page.getByRole("combobox", { name: "Status" }).selectOption("Active");
    await expect(bar(page)).toHaveCount(0);
    await expect(page.getByRole("status").filter({ hasText: "Selection cleared: the list shows other users now." })).toBeAttached();
  });

  test("many are deactivated: first what will happen, then what became of each", async ({ page }) => {
    await open(page, "/organization?status=active");
    const me = await pinned(page, rows(page).filter({ hasText: ADMIN.email }));
    const members = rows(page).filter({ has: page.getByRole("button", { name: /: Member\. Change$/ }) });
    const others = [await pinned(page, members.nth(0)), await pinned(page, members.nth(1))];
    await boxOf(me).click();
    for (const row of others) await boxOf(row).click();
    const seats = await page.locator(".figures").textContent();
    await bar(page).getByRole("button", { name: "Deactivate" }).click();
    await expect(dialog(page)).toHaveAccessibleName("Deactivate 3 users");
    await expect(dialog(page)).toContainText("Access ends at once:");
    await expect(dialog(page)).toContainText(/\d runs? and .* stay\./);
    await expect(dialog(page)).toContainText("2 seats become free.");
    await expect(dialog(page)).toContainText("1 user is left as they are:");
    await expect(dialog(page)).toContainText("Ada Okafor: This is you. Do it in your own row.");
    await dialog(page).getByRole("button", { name: "Deactivate 2 users" }).click();
    await expect(dialog(page)).toContainText("2 deactivated. 1 left as they were:");
    await page.mouse.click(5, 5);
    await expect(dialog(page)).toBeVisible();
    await dialog(page).getByRole("button", { name: "Done" }).click();
    await expect(dialog(page)).toBeHidden();
    for (const row of others) await expect(row).toContainText("Deactivated");
    await expect(me).not.toContainText("Deactivated");
    await expect(bar(page)).toHaveCount(0);
    await expect(page.locator(".figures")).not.toHaveText(seats ?? "");
  });

  test("many get another role and are removed, and the rows change in place", async ({ page }) => {
    await open(page, "/organization?status=active&role=member");
    const [first, second, third] = [await pinned(page, rows(page).nth(0)), await pinned(page, rows(page).nth(1)), await pinned(page, rows(page).nth(2))];
    await boxOf(first).click();
    await boxOf(second).click({ modifiers: ["Shift"] });
    await bar(page).getByRole("button", { name: "Change role" }).click();
    await page.getByRole("menuitem", { name: "Admin" }).click();
    await expect(dialog(page)).toHaveAccessibleName("Make 2 users Admin");
    await dialog(page).getByRole("button", { name: "Change 2 roles" }).click();
    await expect(dialog(page)).toContainText("2 made Admin.");
    await dialog(page).getByRole("button", { name: "Done" }).click();
    for (const row of [first, second]) await expect(row.getByRole("button", { name: /: Admin\. Change$/ })).toBeVisible();

    const shown = await rows(page).count();
    const all = Number(await table(page).getAttribute("aria-rowcount")) - 1;
    await boxOf(first).click();
    await boxOf(second).click({ modifiers: ["Shift"] });
    await bar(page).getByRole("button", { name: "Remove" }).click();
    await expect(dialog(page)).toContainText("Access ends at once and for good:");
    await dialog(page).getByRole("button", { name: "Remove 2 users" }).click();
    await expect(dialog(page)).toContainText("2 removed.");
    await dialog(page).getByRole("button", { name: "Done" }).click();
    await expect(first).toHaveCount(0);
    await expect(second).toHaveCount(0);
    await expect(page.getByText(`Rows 1 to ${shown - 2} of ${all - 2}`)).toBeAttached();
    await expect(third).toBeFocused();
  });

  test("where nobody can be changed the button says so", async ({ page }) => {
    await open(page, "/organization?status=active");
    await boxOf(rows(page).nth(2)).click();
    await bar(page).getByRole("button", { name: "Resend invitation" }).click();
    await expect(dialog(page)).toContainText("Nobody can be changed:");
    await expect(dialog(page)).toContainText("Has accepted already: there is no invitation any more.");
    await expect(dialog(page).getByRole("button", { name: "Send 0 invitations" })).toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toBeHidden();
    await expect(bar(page)).toContainText("1 selected");
  });

  test("a long job goes part by part, is cancelled, and gone on with", async ({ page }) => {
    let calls = 0;
    let release = () => {};
    const held = new Promise<void>((go) => (release = go));
    await page.route("**/api/fn/run_bulk", async (route) => {
      calls += 1;
      expect(route.request().postDataJSON().users.length).toBeLessThanOrEqual(100);
      if (calls === 2) await held;
      await route.continue();
    });
    await boxOfAll(page).click();
    await bar(page).getByRole("button", { name: /^Select all .* that match$/ }).click();
    await expect(bar(page)).toContainText("not on show");
    const [all] = (await bar(page).textContent())?.match(/\d+/) ?? [];
    await bar(page).getByRole("button", { name: "Change role" }).click();
    await page.getByRole("menuitem", { name: "Admin" }).click();
    await dialog(page).getByRole("button", { name: /^Change \d+ roles$/ }).click();
    await expect(dialog(page).getByRole("progressbar", { name: "Progress" })).toBeVisible();
    await expect(dialog(page).getByRole("status")).toContainText(`of ${all} users done`);
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toBeVisible();
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await expect(dialog(page)).toContainText("Stopping after those under way.");
    release();
    await expect(dialog(page)).toContainText(/\d+ users were not tried; they stay selected\./);
    await dialog(page).getByRole("button", { name: "Go on" }).click();
    await expect(dialog(page).getByRole("button", { name: "Done" })).toBeVisible();
    await expect(dialog(page)).not.toContainText("not tried");
    await dialog(page).getByRole("button", { name: "Done" }).click();
    await expect(bar(page)).toHaveCount(0);
  });

  test("what the server refuses on the way is said, and the rest stays selected", async ({ page, trouble }) => {
    trouble.expect(429);
    await open(page, "/organization?status=pending");
    await boxOf(rows(page).nth(0)).click();
    await page.route("**/api/fn/run_bulk", (route) => route.fulfill({ status: 429, json: { Domain: { TooMany: 60 } } }));
    await bar(page).getByRole("button", { name: "Resend invitation" }).click();
    await expect(dialog(page)).toContainText("1 new link is sent by mail. The links before stop working.");
    await dialog(page).getByRole("button", { name: "Send 1 invitation" }).click();
    await expect(dialog(page)).toContainText("Too many attempts. Try again in 60 seconds.");
    await expect(dialog(page)).toContainText("1 user was not tried; they stay selected.");
    await page.unroute("**/api/fn/run_bulk");
    await dialog(page).getByRole("button", { name: "Go on" }).click();
    await expect(dialog(page)).toContainText("1 invited again.");
    await dialog(page).getByRole("button", { name: "Done" }).click();
  });
});
