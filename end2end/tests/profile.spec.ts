import { expect, test, useRollcall } from "../support/fixtures.ts";
import { becomeAnother } from "../support/links.ts";
import { linkIn } from "../support/mail.ts";
import { accept, alive, GUEST, open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";

const held = useRollcall({ demo: { users: 60, days: 20 } });

test("a new name is everywhere once it is saved, and the old address leads nowhere", async ({ page, trouble }) => {
  trouble.expect(404, 422);
  await becomeAnother(page, held.app, "mira");
  await open(page, "/settings");
  const profile = page.locator("#profile");
  await profile.getByLabel("Username").fill(ADMIN.username);
  await profile.getByRole("button", { name: "Save" }).click();
  await expect(profile.getByText(`“${ADMIN.username}” is taken. Choose another name.`)).toBeVisible();
  await expect(profile.getByLabel("Username")).toHaveAttribute("aria-invalid", "true");

  await profile.getByLabel("Name", { exact: true }).fill("Mira Ångström");
  await profile.getByLabel("Username").fill("angstrom");
  await profile.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your profile is changed.")).toBeVisible();
  await alive(page);

  await page.getByRole("button", { name: "Account" }).click();
  await expect(page.getByRole("menu", { name: "Account" })).toContainText("Mira Ångström");
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" }).click();
  await expect(page.getByRole("heading", { name: "Welcome, Mira Ångström" })).toBeVisible();
  await open(page, "/angstrom");
  await expect(page.getByRole("heading", { level: 1, name: "Mira Ångström" })).toBeVisible();
  expect((await page.goto("/mira"))?.status()).toBe(404);
});

test("another address is confirmed by the link that goes there, and the old one is told", async ({ page, trouble }) => {
  trouble.expect(403, 410, 422);
  await becomeAnother(page, held.app, "noor");
  held.app.pretend(`UPDATE session SET confirmed_at = confirmed_at - 13 * 3600000`);
  await open(page, "/settings");
  const email = page.locator("#email");
  await email.getByLabel("New e-mail address").fill("noor@elsewhere.example");
  await email.getByRole("button", { name: "Send the link" }).click();
  await email.getByLabel("Your password").fill("not the password at all");
  await email.getByRole("button", { name: "Send the link" }).click();
  await expect(email.getByText("This is not your password.")).toBeVisible();
  await email.getByLabel("Your password").fill(GUEST.password);
  await email.getByRole("button", { name: "Send the link" }).click();
  await expect(email.getByText("Open the link in the mail to noor@elsewhere.example")).toBeVisible();

  await open(page, "/");
  await page.getByRole("link", { name: "Confirm your new e-mail address" }).click();
  await expect(page).toHaveURL("/settings#email");
  const link = linkIn(await held.app.mail.waitForMail("noor@elsewhere.example"));
  await open(page, link);
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await expect(page.getByText("Your e-mail address is changed.")).toBeVisible();
  await expect(email.getByText("noor@elsewhere.example")).toBeVisible();
  // The invitation is mailed too, unless it was accepted before.
  const told = await held.app.mail.waitForMail("noor@northwind.example", "was changed");
  expect(told.text).toContain("noor@elsewhere.example");

  expect((await page.goto(link))?.status()).toBe(410);
  await expect(page.getByText("This link is not valid any more")).toBeVisible();
});

test("a mail that is not wanted is chosen away at once", async ({ page }) => {
  await signIn(page, ADMIN, "/settings");
  await open(page, "/settings");
  const finishes = page.getByRole("checkbox", { name: /A run of mine finishes/ });
  const fails = page.getByRole("checkbox", { name: /A run of mine fails or crashes/ });
  await expect(finishes).toBeChecked();
  await expect(fails).toBeChecked();

  await fails.uncheck();
  await page.waitForLoadState("networkidle");
  await page.reload();
  await alive(page);

  await expect(fails).not.toBeChecked();
  await expect(finishes).toBeChecked();
});

test("the page of a person leads to all of their runs and reports", async ({ page }) => {
  await signIn(page, ADMIN, `/${ADMIN.username}`);
  await open(page, `/${ADMIN.username}`);
  await expect(page.getByRole("grid", { name: /^Requests of/ })).toBeVisible();
  const tabs = page.getByRole("navigation", { name: "Person" });
  await tabs.getByRole("link", { name: "Runs" }).click();
  await expect(page).toHaveURL(`/${ADMIN.username}?tab=runs`);
  await expect(tabs.getByRole("link", { name: "Runs" })).toHaveAttribute("aria-current", "page");
  const first = page.locator(".made__name").first();
  const name = await first.innerText();
  await first.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await page.goBack();
  await tabs.getByRole("link", { name: "Reports" }).click();
  await expect(page.getByRole("columnheader", { name: "Edited" })).toBeVisible();
});

test("what waits leads to where it is dealt with", async ({ page }) => {
  held.app.pretend(`UPDATE "user" SET invitation_expires_at = 1 WHERE status = 'pending'`);
  await signIn(page);
  await open(page, "/");
  const waits = page.locator("section", { has: page.getByRole("heading", { name: "What waits for you" }) });
  await waits.getByRole("link", { name: /invitations? ha(s|ve) expired/ }).click();
  await expect(page).toHaveURL("/organization?status=pending");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("one changes name and address", async ({ page, somebody, trouble }) => {
    trouble.expect(422);
    const admin = await somebody({ javaScriptEnabled: true });
    await signIn(admin);
    const answer = await admin.request.post("/api/fn/add_users", {
      headers: { Origin: held.app.url },
      data: { users: { emails: "olga@northwind.example", role: "member", teams: [] } },
    });
    expect(answer.status()).toBe(200);
    await page.goto(linkIn(await held.app.mail.waitForMail("olga@northwind.example")));
    await accept(page, { ...GUEST, name: "Olga", username: "olga" });

    await page.goto("/settings");
    await page.getByLabel("Username").fill(ADMIN.username);
    await page.getByLabel("Name", { exact: true }).fill("Olga P");
    await page.locator("#profile").getByRole("button", { name: "Save" }).click();
    await expect(page.getByLabel("Username")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Olga P");
    await page.getByLabel("Username").fill("olga.p");
    await page.locator("#profile").getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Your profile is changed.")).toBeVisible();

    await page.getByLabel("New e-mail address").fill(ADMIN.email.toUpperCase());
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByText("Somebody else has this address.")).toBeVisible();
    await page.getByLabel("New e-mail address").fill("olga@elsewhere.example");
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.goto(linkIn(await held.app.mail.waitForMail("olga@elsewhere.example")));
    await page.getByRole("button", { name: "Confirm this address" }).click();
    await expect(page.getByText("Your e-mail address is changed.")).toBeVisible();
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Welcome, Olga P" })).toBeVisible();
  });
});
