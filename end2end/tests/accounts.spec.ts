import { expect, test, useRollcall } from "../support/fixtures.ts";
import { linkIn } from "../support/mail.ts";
import { alive, FOUNDER, open, signIn, typeSignIn } from "../support/people.ts";

const held = useRollcall();
let password = FOUNDER.password;

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage({ baseURL: held.app.url });
  await page.goto("/signup");
  for (const [label, text] of [["Name", FOUNDER.name], ["Username", FOUNDER.username], ["E-mail", FOUNDER.email], ["Password", password]]) {
    await page.getByLabel(label, { exact: true }).fill(text);
  }
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL("/organization");
  await page.close();
});

test("one signs in by e-mail, and logs out from the profile menu", async ({ page }) => {
  await signIn(page, { email: FOUNDER.email.toUpperCase(), password });
  await expect(page.getByRole("heading", { name: `Welcome, ${FOUNDER.name}` })).toBeVisible();
  await page.getByRole("button", { name: "Account" }).click();
  const menu = page.getByRole("menu", { name: "Account" });
  await expect(menu).toContainText(FOUNDER.email);
  await menu.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page).toHaveURL("/login");
  await page.goto("/settings");
  await expect(page).toHaveURL("/login?next=/settings");
});

test("one signs in by username", async ({ page }) => {
  await signIn(page, { email: FOUNDER.username, password });
  await expect(page.getByRole("heading", { name: `Welcome, ${FOUNDER.name}` })).toBeVisible();
});

test("a wrong password is refused in words that do not say which of the two was wrong", async ({ page, trouble }) => {
  trouble.expect(401);
  for (const login of [FOUNDER.email, "nobody@northwind.example"]) {
    await open(page, "/login");
    await typeSignIn(page, login, "not the password at all");
    await expect(page.getByRole("alert").filter({ hasText: "The e-mail or the password is wrong." })).toBeVisible();
    await expect(page.getByLabel("E-mail or username")).toHaveValue(login);
  }
});

test("one goes on to where one wanted to go", async ({ page }) => {
  await page.goto("/settings?from=mail");
  await expect(page).toHaveURL("/login?next=/settings%3Ffrom%3Dmail");
  await alive(page);
  await typeSignIn(page, FOUNDER.email, password);
  await expect(page).toHaveURL("/settings?from=mail");
});

for (const next of ["//evil.example", "https://evil.example", "/\\evil.example"]) {
  test(`signing in does not lead to ${next}`, async ({ page }) => {
    await open(page, `/login?next=${encodeURIComponent(next)}`);
    await typeSignIn(page, FOUNDER.email, password);
    await expect(page).toHaveURL("/");
  });
}

test("a forgotten password is replaced by a link that works once", async ({ page, trouble }) => {
  trouble.expect(410);
  await open(page, "/login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page).toHaveURL("/forgot");
  await alive(page);
  await page.getByLabel("E-mail").fill(FOUNDER.email);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByRole("heading", { name: "Look at your mail" })).toBeVisible();
  const link = linkIn(await held.app.mail.waitForMail(FOUNDER.email));

  await open(page, link);
  password = "granite harbour before noon";
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Save and log in" }).click();
  await expect(page.getByRole("heading", { name: `Welcome, ${FOUNDER.name}` })).toBeVisible();

  expect((await page.goto(link))?.status()).toBe(410);
  await expect(page.getByText("This link is not valid any more: a reset link works once")).toBeVisible();
  await expect(page.getByRole("link", { name: "Ask for a new link" })).toBeVisible();
});

test("asking for a link says the same for an address that nobody has", async ({ page }) => {
  await open(page, "/forgot");
  await page.getByLabel("E-mail").fill("nobody@northwind.example");
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByRole("heading", { name: "Look at your mail" })).toBeVisible();
});

test("changing the password asks for the current one, and ends the other sessions", async ({ page, somebody, trouble }) => {
  trouble.expect(422);
  const other = await somebody();
  await signIn(other, { email: FOUNDER.email, password });
  await signIn(page, { email: FOUNDER.email, password }, "/settings");
  const next = "silver orchard under snow";
  await changePassword("not the password at all", next);
  await expect(page.getByRole("alert").filter({ hasText: "This is not your password." })).toBeVisible();
  await changePassword(password, "short");
  await expect(page.getByRole("alert").filter({ hasText: "15 characters" })).toBeVisible();
  await changePassword(password, next);
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  password = next;
  await other.goto("/settings");
  await expect(other).toHaveURL("/login?next=/settings");

  async function changePassword(current: string, wanted: string): Promise<void> {
    await page.getByLabel("Current password").fill(current);
    await page.getByLabel("New password").fill(wanted);
    await page.getByRole("button", { name: "Change password" }).click();
  }
});

test("one sees one's sessions and logs another one out", async ({ page, somebody }) => {
  const other = await somebody();
  await signIn(page, { email: FOUNDER.email, password }, "/settings");
  const sessions = page.locator("section", { has: page.getByRole("heading", { name: "Sessions" }) });
  await page.getByRole("button", { name: "Log out all others" }).click();
  await expect(sessions.getByRole("button", { name: "Log out", exact: true })).toHaveCount(0);

  await signIn(other, { email: FOUNDER.email, password });
  await open(page, "/settings");
  await expect(sessions.getByText("This browser")).toHaveCount(1);
  await sessions.getByRole("button", { name: "Log out", exact: true }).click();
  await expect(sessions.getByRole("button", { name: "Log out", exact: true })).toHaveCount(0);
  await other.goto("/settings");
  await expect(other).toHaveURL("/login?next=/settings");
  await open(page, "/settings");
});
