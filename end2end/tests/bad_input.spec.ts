import { expect, test, useRollcall } from "../support/fixtures.ts";
import { linkIn } from "../support/mail.ts";
import { accept, FOUNDER, found, GUEST, invite, open, openMenuOf, signIn, signUp } from "../support/people.ts";

const held = useRollcall();

test.describe.configure({ mode: "serial" });

test("a form says beside each field what is wrong, and keeps what was typed", async ({ page, trouble }) => {
  trouble.expect(422);
  await open(page, "/signup");
  const name = "n".repeat(300);
  await signUp(page, { name, username: "no spaces", email: "ada@localhost", password: "short" });
  for (const label of ["Name", "Username", "E-mail", "Password"]) {
    await expect(page.getByLabel(label, { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel(label, { exact: true })).toHaveAccessibleDescription(/\w/);
  }
  await expect(page.getByText("is not an e-mail address: after the @ there must be a domain")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
});

test("an address is refused where it is wrong, or taken in another case", async ({ page, trouble }) => {
  trouble.expect(422);
  await found(page);
  await page.getByRole("button", { name: "Add user" }).click();
  const dialog = page.getByRole("dialog", { name: "Add user" });
  await dialog.getByLabel("Email").fill("grace.northwind");
  await dialog.getByRole("button", { name: "Add new user" }).click();
  await expect(dialog.getByText("the @ is missing").first()).toBeVisible();

  await dialog.getByLabel("Email").fill(`${FOUNDER.email.toUpperCase()}, fine@northwind.example, broken@`);
  await dialog.getByRole("button", { name: "Add new user" }).click();
  await expect(dialog.getByText("Is a user already.")).toBeVisible();
  await expect(dialog.getByText("fine@northwind.example is invited.")).toBeVisible();
  await expect(dialog.getByText("“broken@” is not an e-mail address")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
});

test("a link that was used, replaced or taken back says so", async ({ page, somebody, trouble }) => {
  trouble.expect(410);
  await signIn(page, FOUNDER, "/organization");
  await invite(page, GUEST.email);
  const replaced = linkIn(await held.app.mail.waitForMail(GUEST.email));
  await openMenuOf(page, GUEST.email);
  await page.getByRole("menuitem", { name: "Resend invitation" }).click();
  await expect(page.getByText("The invitation is on its way again.")).toBeVisible();
  const link = linkIn(await held.app.mail.waitForMail(GUEST.email));

  const guest = await somebody();
  await isGone(replaced);
  await open(guest, link);
  await accept(guest, GUEST);
  await expect(guest).toHaveURL("/");
  await isGone(link);

  async function isGone(path: string): Promise<void> {
    expect((await guest.goto(path))?.status()).toBe(410);
    await expect(guest.getByText("This link is not valid any more. It was used or replaced by a newer one")).toBeVisible();
    await expect(guest.getByRole("button", { name: "Accept invitation" })).toHaveCount(0);
  }
});

for (const path of ["/invite/nonsense", `/invite/${"a".repeat(43)}`, "/invite/%00%ff", "/reset/nonsense"]) {
  test(`a mangled link is not found: ${path}`, async ({ page, trouble }) => {
    trouble.expect(404);
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.getByText("That page does not exist, or you cannot see it.")).toBeVisible();
  });
}

test("a page that does not exist says so, with a way home", async ({ page, trouble }) => {
  trouble.expect(404);
  await signIn(page, FOUNDER);
  expect((await page.goto("/no/such/page"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
  await page.getByRole("link", { name: "Go to your home page" }).click();
  await expect(page).toHaveURL("/");
});

test("an expired invitation says so", async ({ page, trouble }) => {
  trouble.expect(410);
  const email = "late@northwind.example";
  await signIn(page, FOUNDER, "/organization");
  await invite(page, email);
  const link = linkIn(await held.app.mail.waitForMail(email));
  held.app.pretend(`update "user" set invitation_expires_at = 1 where email = '${email}'`);
  expect((await page.goto(link))?.status()).toBe(410);
  await expect(page.getByText("This invitation has expired. Ask an admin to send it again.")).toBeVisible();
});
