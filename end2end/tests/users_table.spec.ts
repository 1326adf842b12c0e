import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { alive, FOUNDER, found, GUEST, invite, open, openMenuOf, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";
import { count, rows, search } from "../support/users.ts";

/** The row of the first member who was ever active, also when it is no member any more. */
const firstMember = async (page: Page) => {
  const members = rows(page).filter({ has: page.getByRole("button", { name: /: Member\. Change$/ }) });
  const row = members.filter({ hasNotText: "Never" }).first();
  return page.locator(`[id="${await row.getAttribute("id")}"]`);
};

test.describe("with three hundred users", () => {
  const held = useRollcall({ demo: { users: 300, days: 60 } });

  test.beforeEach(async ({ page }) => {
    await signIn(page, ADMIN, "/organization");
  });

  test("searching narrows the rows while one types, and / comes to the field", async ({ page }) => {
    await expect(count(page, "300 users")).toBeVisible();
    await page.keyboard.press("/");
    await expect(search(page)).toBeFocused();
    await page.keyboard.type("ada.okafor");
    await expect(count(page, "1 user")).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText(ADMIN.email);
    await expect(search(page)).toBeFocused();
    await expect(search(page)).toHaveValue("ada.okafor");
    await expect(page).toHaveURL("/organization?q=ada.okafor");
  });

  test("each column sorts both ways", async ({ page }) => {
    for (const [label, first] of [["Email", "ascending"], ["Last active", "descending"], ["Role", "ascending"], ["Team", "ascending"], ["Name", "ascending"]]) {
      const header = page.getByRole("columnheader", { name: label });
      const second = first === "ascending" ? "descending" : "ascending";
      await header.getByRole("link").click();
      await expect(header).toHaveAttribute("aria-sort", first);
      await expect(page.locator("th[aria-sort]")).toHaveCount(1);
      await header.getByRole("link").click();
      await expect(header).toHaveAttribute("aria-sort", second);
    }
    await page.getByRole("columnheader", { name: "Email" }).getByRole("link").click();
    await expect(page.getByRole("columnheader", { name: "Email" })).toHaveAttribute("aria-sort", "ascending");
    const emails = await page.locator("td.email-cell").allTextContents();
    expect(emails).toEqual([...emails].sort());
  });

  test("the address keeps what one looks at, over a reload and Back", async ({ page }) => {
    await search(page).fill("a");
    await page.getByRole("combobox", { name: "Status" }).selectOption("Active");
    await page.getByRole("columnheader", { name: "Email" }).getByRole("link").click();
    await expect(page.getByRole("columnheader", { name: "Email" })).toHaveAttribute("aria-sort", "ascending");
    await expect(page).toHaveURL(/status=active/);
    const [url, shown] = [page.url(), await rows(page).first().textContent()];

    await page.reload();
    await alive(page);
    await isAsBefore();
    await page.getByRole("link", { name: "Home", exact: true }).click();
    await expect(page).toHaveURL("/");
    await page.goBack();
    await isAsBefore();

    async function isAsBefore(): Promise<void> {
      await expect(page).toHaveURL(url);
      await expect(search(page)).toHaveValue("a");
      await expect(page.getByRole("combobox", { name: "Status" })).toHaveValue("active");
      await expect(page.getByRole("columnheader", { name: "Email" })).toHaveAttribute("aria-sort", "ascending");
      expect(await rows(page).first().textContent()).toBe(shown);
    }
  });

  test("what explains a row comes with whoever asks, not with the page", async ({ page }) => {
    const html = await (await page.request.get("/organization")).text();
    expect(html).toContain("Ada Okafor");
    for (const words of ["activity summary", "Deactivate…", 'role="tooltip"']) expect(html).not.toContain(words);

    const cell = rows(page).first().locator(".when-cell .tooltip");
    await expect(cell).not.toHaveAttribute("aria-describedby");
    await cell.focus();
    await expect(cell).toHaveAccessibleDescription(/activity summary.*Runs created.*Days active since sign-up/);
    await expect(page.getByRole("tooltip").filter({ hasText: "activity summary" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("tooltip")).toBeHidden();
  });

  test("an invitation whose mail failed says so in its row, with the words of the mail server", async ({ page }) => {
    held.app.pretend(`UPDATE mail SET state = 'failed', error = '550 5.1.1 No such user here' WHERE kind = 'invitation'`);
    await open(page, "/organization?status=pending");
    const cell = rows(page).first().locator(".when-cell .tooltip");
    await expect(cell).toHaveText("Invite pending · mail failed");
    await cell.focus();
    await expect(page.getByRole("tooltip")).toContainText("Mail failed: 550 5.1.1 No such user here");
    await page.mouse.move(0, 0);
    await rows(page).nth(1).locator(".when-cell .tooltip").hover();
    await expect(page.getByRole("tooltip").filter({ visible: true, hasText: "550 5.1.1" })).not.toHaveCount(0);
  });

  test("today is not over, and the plot says so", async ({ page }) => {
    const plot = page.getByRole("img", { name: /^Users active from .* \d+ today so far\.$/ });
    await expect(plot).toBeVisible();
    const table = page.locator(".chart table");
    await expect(table.getByRole("rowheader").last()).toHaveText(/, today so far$/);
    await expect(table.getByRole("rowheader").nth(-2)).not.toHaveText(/so far/);
    await page.getByRole("combobox", { name: "Period" }).selectOption("Months");
    await expect(table.getByRole("rowheader").last()).toHaveText(/, this month so far$/);
  });

  test("scrolling brings everybody, each once", async ({ page }) => {
    const end = page.getByText("300 rows, the end of the list.");
    await expect(async () => {
      await page.mouse.wheel(0, 20_000);
      await expect(end).toBeVisible({ timeout: 200 });
    }).toPass();
    const emails = await page.locator("td.email-cell").allTextContents();
    expect(emails).toHaveLength(300);
    expect(new Set(emails).size).toBe(300);
  });

  test("a search that nobody fits says so, and offers the way back", async ({ page }) => {
    await search(page).fill("zzzzzz");
    await expect(page.getByRole("heading", { name: "Nobody matches" })).toBeVisible();
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await expect(count(page, "300 users")).toBeVisible();
    await expect(search(page)).toHaveValue("");
  });

  test("a role is changed by keyboard, and the row stays where it is", async ({ page }) => {
    await page.getByRole("columnheader", { name: "Email" }).getByRole("link").click();
    await expect(page.getByRole("columnheader", { name: "Email" })).toHaveAttribute("aria-sort", "ascending");
    const row = await firstMember(page);
    const role = row.getByRole("button", { name: /^Role of/ });
    const dropdown = row.getByRole("combobox", { name: /^Role of/ });
    await role.focus();
    await page.keyboard.press("Enter");
    await expect(dropdown).toBeFocused();
    await page.keyboard.press("Escape");
    if (await dropdown.count()) await page.keyboard.press("Escape");
    await expect(role).toBeFocused();

    await page.keyboard.press("Enter");
    await expect(dropdown).toBeFocused();
    const saved = page.waitForResponse("**/api/fn/set_user_role");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    expect((await saved).status()).toBe(200);
    await expect(row.locator(".role--saving")).toHaveCount(0);
    await expect(row.getByRole("button", { name: /: Admin\. Change$/ })).toBeFocused();
    await expect(page.getByRole("columnheader", { name: "Email" })).toHaveAttribute("aria-sort", "ascending");
  });

  test("a role that the server refuses comes back with the reason", async ({ page, trouble }) => {
    trouble.expect(503);
    await page.route("**/api/fn/set_user_role", (route) => route.fulfill({ status: 503, json: { Domain: "Busy" } }));
    const row = await firstMember(page);
    await row.getByRole("button", { name: /^Role of/ }).click();
    await row.getByRole("combobox", { name: /^Role of/ }).selectOption("Admin");
    await expect(row.getByRole("alert").filter({ hasText: "The server is busy." })).toBeVisible();
    await expect(row.getByRole("button", { name: /: Member\. Change$/ })).toBeVisible();
  });

  test("a role that is being changed stays so while the minutes pass", async ({ page }) => {
    await page.clock.install();
    await page.reload();
    await alive(page);
    const row = await firstMember(page);
    const last = await row.getByRole("time").textContent();
    await row.getByRole("button", { name: /^Role of/ }).click();
    const dropdown = row.getByRole("combobox", { name: /^Role of/ });
    await expect(dropdown).toBeFocused();
    const same = await dropdown.elementHandle();
    await page.clock.fastForward(400 * 24 * 3_600_000);
    await expect(row.getByRole("time")).not.toHaveText(last ?? "");
    await expect(dropdown).toBeFocused();
    expect(await dropdown.evaluate((now, before) => now === before, same)).toBe(true);
  });

  test("menus are walked by arrow keys, and Escape gives the focus back", async ({ page }) => {
    await page.getByRole("combobox", { name: "Status" }).selectOption("Active");
    await expect(page).toHaveURL(/status=active/);
    await expect(rows(page).getByText("Invite pending")).toHaveCount(0);
    const trigger = rows(page).nth(2).getByRole("button", { name: /^Actions for/ });
    await trigger.focus();
    await page.keyboard.press("ArrowDown");
    const item = (name: string) => page.getByRole("menuitem", { name });
    const [first, second, last] = [item("View activity"), item("Deactivate"), item("Remove user")];
    await expect(first).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(second).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(last).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(first).toBeFocused();
    await page.keyboard.press("End");
    await expect(last).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(last).toBeHidden();
    await expect(trigger).toBeFocused();

    await page.keyboard.press("ArrowDown");
    await expect(first).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const question = page.getByRole("dialog", { name: /^Deactivate / });
    await expect(question).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(question).toBeHidden();
    await expect(trigger).toBeFocused();
  });

  test("a dialog gives the focus back to what opened it", async ({ page }) => {
    const add = page.getByRole("button", { name: "Add user" });
    await add.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Add user" });
    await expect(dialog.getByLabel("Email")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(add).toBeFocused();
  });

  for (const width of [1440, 1240]) {
    test(`nothing sticks out sideways at ${width} pixels`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => {
        const card = document.querySelector(".users")!.getBoundingClientRect();
        const cells = [...document.querySelectorAll(".users td, .users th")];
        return {
          page: document.documentElement.scrollWidth - innerWidth,
          cells: cells.filter((cell) => cell.getBoundingClientRect().right > card.right + 0.5).length,
          scrolls: document.querySelector(".users__scroll")!.scrollWidth - document.querySelector(".users__scroll")!.clientWidth,
        };
      });
      expect(wide).toEqual({ page: 0, cells: 0, scrolls: 0 });
    });
  }
});

test.describe("with one seat and one admin", () => {
  const held = useRollcall({ env: { ROLLCALL_SEATS: "1" } });

  test("what cannot be done says why before the click", async ({ page }) => {
    await found(page);
    const add = page.getByRole("button", { name: "Add user" });
    await expect(add).toHaveAttribute("aria-disabled", "true");
    await add.hover();
    await expect(page.getByRole("tooltip").filter({ hasText: "No seat is left: 1 of 1 are taken." })).toBeVisible();
    await add.click({ force: true });
    await expect(page.getByRole("dialog")).toHaveCount(0);

    const role = page.getByRole("button", { name: `Role of ${FOUNDER.name}: Admin. Change` });
    await expect(role).toHaveAttribute("aria-disabled", "true");
    await role.hover();
    const why = "This is the last admin. Make somebody else an admin first.";
    await expect(page.getByRole("tooltip").filter({ hasText: why })).toBeVisible();
    await expect(role).toHaveAccessibleDescription(why);
    await role.click({ force: true });
    await expect(page.getByRole("combobox", { name: `Role of ${FOUNDER.name}` })).toHaveCount(0);

    await openMenuOf(page, FOUNDER.name);
    for (const deed of ["Deactivate", "Remove user"]) {
      const item = page.getByRole("menuitem", { name: deed });
      await expect(item).toHaveAttribute("aria-disabled", "true");
      await expect(item).toContainText(why);
    }
  });

  test("an invitation is sent again, or its link is copied", async ({ page }) => {
    await held.app.restart({ ROLLCALL_SEATS: "2" });
    await signIn(page, FOUNDER, "/organization");
    await invite(page, GUEST.email);
    await held.app.mail.waitForMail(GUEST.email);
    await expect(page.getByRole("button", { name: "Add user" })).toHaveAttribute("aria-disabled", "true");
    await openMenuOf(page, GUEST.email);
    await page.getByRole("menuitem", { name: "Resend invitation" }).click();
    await expect(page.getByText("The invitation is on its way again. The old link does not work any more.")).toBeVisible();
    await held.app.mail.waitForMail(GUEST.email);

    await openMenuOf(page, GUEST.email);
    await page.getByRole("menuitem", { name: "Copy invitation link" }).click();
    const dialog = page.getByRole("dialog", { name: "Invitation link" });
    await expect(dialog).toContainText("This is the only time the link is shown.");
    await expect(dialog.getByLabel("Link")).toHaveValue(new RegExp(`^${held.app.url}/invite/`));
    const link = await dialog.getByLabel("Link").inputValue();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(dialog).toBeHidden();
    await page.context().clearCookies();
    await open(page, new URL(link).pathname);
    await expect(page.getByText(`invited ${GUEST.email} as Member.`)).toBeVisible();
  });
});
