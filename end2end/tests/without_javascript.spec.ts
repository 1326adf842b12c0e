import { expect, test, useRollcall } from "../support/fixtures.ts";
import { linkIn } from "../support/mail.ts";
import { accept, FOUNDER, GUEST, signUp, typeSignIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";

test.use({ javaScriptEnabled: false });

test.describe("on an empty instance", () => {
  const held = useRollcall();

  test("one signs up, logs out, and signs in", async ({ page, trouble }) => {
    trouble.expect(401, 422);
    await page.goto("/signup");
    await signUp(page, { ...FOUNDER, password: "too short" });
    await expect(page).toHaveURL("/signup");
    await expect(page.getByText("At least 15 characters", { exact: false }).last()).toBeVisible();
    await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(FOUNDER.name);
    await expect(page.getByLabel("E-mail")).toHaveValue(FOUNDER.email);
    await page.getByLabel("Password").fill(FOUNDER.password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page).toHaveURL("/organization");
    await expect(page.getByRole("row").filter({ hasText: FOUNDER.email })).toBeVisible();

    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await expect(page).toHaveURL("/login");

    await typeSignIn(page, FOUNDER.email, "not the password at all");
    await expect(page.getByRole("alert").filter({ hasText: "The e-mail or the password is wrong." })).toBeVisible();
    await expect(page.getByLabel("E-mail or username")).toHaveValue(FOUNDER.email);
    await typeSignIn(page, FOUNDER.email, FOUNDER.password);
    await expect(page.getByRole("heading", { name: `Welcome, ${FOUNDER.name}` })).toBeVisible();
  });

  test("one accepts an invitation, also at the second try", async ({ page, somebody, trouble }) => {
    trouble.expect(422);
    const admin = await somebody({ javaScriptEnabled: true });
    await admin.goto("/login");
    await typeSignIn(admin, FOUNDER.email, FOUNDER.password);
    await expect(admin).toHaveURL("/");
    const added = await admin.evaluate(async (emails) => {
      const body = JSON.stringify({ users: { emails, role: "member", teams: [] } });
      const headers = { "Content-Type": "application/json" };
      return (await fetch("/api/fn/add_users", { method: "POST", headers, body })).status;
    }, GUEST.email);
    expect(added).toBe(200);

    await page.goto(linkIn(await held.app.mail.waitForMail(GUEST.email)));
    await accept(page, { ...GUEST, username: FOUNDER.username });
    await expect(page.getByLabel("Username")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(GUEST.name);
    await accept(page, GUEST);
    await expect(page.getByRole("heading", { name: `Welcome, ${GUEST.name}` })).toBeVisible();
  });
});

test.describe("on a full instance", () => {
  useRollcall({ demo: { users: 120, days: 10 } });

  test("headers sort, and a link leads to the next page", async ({ page }) => {
    await page.goto("/login?next=/organization");
    await typeSignIn(page, ADMIN.email, ADMIN.password);
    await expect(page).toHaveURL("/organization");
    const first = page.locator("section.users tbody tr").first();
    await page.getByRole("columnheader", { name: "Email" }).getByRole("link").click();
    await expect(page).toHaveURL(/sort=email/);
    await expect(page.getByRole("columnheader", { name: "Email" })).toHaveAttribute("aria-sort", "ascending");
    const ascending = await first.textContent();
    await page.getByRole("columnheader", { name: "Email" }).getByRole("link").click();
    await expect(page.getByRole("columnheader", { name: "Email" })).toHaveAttribute("aria-sort", "descending");
    expect(await first.textContent()).not.toBe(ascending);

    const seen = new Set<string>();
    for (const rows of [50, 50, 20]) {
      const emails = await page.locator("td.email-cell").allTextContents();
      expect(emails).toHaveLength(rows);
      emails.forEach((email) => seen.add(email));
      const next = page.getByRole("link", { name: "Next page" });
      if (rows === 50) await next.click();
      else await expect(next).toHaveCount(0);
    }
    expect(seen.size).toBe(120);
  });
});
