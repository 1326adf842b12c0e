import { readFile } from "node:fs/promises";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { linkIn } from "../support/mail.ts";
import { accept, alive, FOUNDER, found, GUEST, invite, open, openMenuOf, signUp } from "../support/people.ts";

const held = useRollcall();

test("an organization goes its whole path, from the first account to a removed user", async ({ page, somebody }) => {
  test.setTimeout(60_000);
  const theirs = await somebody();
  const row = page.getByRole("row").filter({ hasText: GUEST.email });

  await test.step("the first person signs up and is the instance admin", async () => {
    await open(page, "/signup");
    await expect(page.getByText("Create the first account. You will be the instance admin.")).toBeVisible();
    await signUp(page, FOUNDER);
    await expect(page).toHaveURL("/organization");
    await alive(page);
    const founder = page.getByRole("row").filter({ hasText: FOUNDER.email });
    await expect(founder).toContainText("Admin");
    await expect(founder).toContainText("Active now");
  });

  await test.step("nobody else signs up without an invitation", async () => {
    await open(theirs, "/signup");
    await expect(theirs.getByText("Ask an admin for an invitation")).toBeVisible();
    await expect(theirs.getByRole("button", { name: "Create account" })).toHaveCount(0);
  });

  await test.step("the admin invites somebody", async () => {
    await invite(page, GUEST.email, "Member");
    await expect(row).toContainText("Invite pending");
  });

  await test.step("the mail arrives, and its link lets them in", async () => {
    const mail = await held.app.mail.waitForMail(GUEST.email);
    expect(mail.subject).toContain(`${FOUNDER.name} invited you to`);
    await open(theirs, linkIn(mail));
    await expect(theirs.getByText(`${FOUNDER.name} invited ${GUEST.email} as Member.`)).toBeVisible();
    await accept(theirs, GUEST);
    await expect(theirs.getByRole("heading", { name: `Welcome, ${GUEST.name}` })).toBeVisible();
  });

  await test.step("the admin sees them active, and changes their role in place", async () => {
    await open(page, "/organization");
    await expect(row).toContainText("Active now");
    await expect(row).toContainText(GUEST.name);
    const role = row.getByRole("button", { name: `Role of ${GUEST.name}: Member. Change` });
    await role.hover();
    await expect(role.locator("svg")).toHaveCSS("opacity", "1");
    await role.click();
    const saved = page.waitForResponse("**/api/fn/set_user_role");
    await row.getByRole("combobox", { name: `Role of ${GUEST.name}` }).selectOption("Admin");
    await expect(row.getByRole("button", { name: `Role of ${GUEST.name}: Admin. Change` })).toBeVisible();
    expect((await saved).status()).toBe(200);
    await page.reload();
    await alive(page);
    await expect(row.getByRole("button", { name: `Role of ${GUEST.name}: Admin. Change` })).toBeVisible();
  });

  await test.step("resting on Last active shows the activity summary", async () => {
    await row.getByText("Active now").hover();
    const summary = page.getByRole("tooltip").filter({ hasText: `${GUEST.name} · activity summary` });
    await expect(summary).toBeVisible();
    for (const words of ["Added", "Last active", "Runs created", "Reports created", "Days active since sign-up"]) {
      await expect(summary).toContainText(words);
    }
    await page.mouse.move(0, 0);
    await expect(summary).toBeHidden();
  });

  await test.step("Export as CSV saves exactly the rows of the filter", async () => {
    await page.getByRole("searchbox").fill("ivo");
    await expect(page.getByRole("status").filter({ hasText: "1 user" })).toBeVisible();
    await page.getByRole("button", { name: "More actions" }).click();
    const item = page.getByRole("menuitem", { name: "Export as CSV" });
    await expect(item).toContainText("1 user matches the filter");
    const [download] = await Promise.all([page.waitForEvent("download"), item.click()]);
    expect(download.suggestedFilename()).toMatch(/^users-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await download.path(), "utf8");
    const lines = text.trim().split("\r\n").map((line) => line.replaceAll('"', ""));
    expect(lines[0]).toBe(
      "Name,Username,Last active,Role,Email,Teams,Status,Number of Reports,Number of Runs,Number of active days",
    );
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`${GUEST.name},${GUEST.username},`);
    expect(lines[1]).toContain(`,Admin,${GUEST.email},,active,0,0,1`);
    await page.getByRole("searchbox").fill("");
    await expect(page.getByRole("status").filter({ hasText: "2 users" })).toBeVisible();
  });

  await test.step("deactivating says what will happen, and ends access at once", async () => {
    await openMenuOf(page, GUEST.name);
    await page.getByRole("menuitem", { name: "Deactivate" }).click();
    const question = page.getByRole("dialog", { name: `Deactivate ${GUEST.name}?` });
    await expect(question).toContainText("Access ends at once");
    await expect(question).toContainText("0 runs and 0 reports stay.");
    await expect(question).toContainText("1 seat becomes free.");
    await question.getByRole("button", { name: "Deactivate" }).click();
    await expect(question).toBeHidden();
    await expect(row).toContainText("Deactivated");
    await theirs.goto("/settings");
    await expect(theirs).toHaveURL("/login?next=/settings");
  });

  await test.step("a deactivated user comes back", async () => {
    await openMenuOf(page, GUEST.name);
    await page.getByRole("menuitem", { name: "Reactivate" }).click();
    await expect(row.getByRole("button", { name: `Role of ${GUEST.name}: Admin. Change` })).toBeVisible();
  });

  await test.step("a removed user is gone, the focus is on the neighbour, the address is free", async () => {
    await openMenuOf(page, GUEST.name);
    await page.getByRole("menuitem", { name: "Remove user" }).click();
    const question = page.getByRole("dialog", { name: `Remove ${GUEST.name}?` });
    await expect(question).toContainText("1 seat becomes free.");
    await question.getByRole("button", { name: "Remove user" }).click();
    await expect(row).toHaveCount(0);
    await expect(page.getByRole("row").filter({ hasText: FOUNDER.email })).toBeFocused();
    await invite(page, GUEST.email);
    await expect(row).toContainText("Invite pending");
  });
});
