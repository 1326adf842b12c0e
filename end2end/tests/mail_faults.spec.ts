import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { linkIn } from "../support/mail.ts";
import { found, invite, open, openMenuOf, signIn, FOUNDER } from "../support/people.ts";

const held = useRollcall();
const email = "bounced@northwind.example";

const rowOf = (page: Page, email: string) => page.getByRole("row").filter({ hasText: email });

/** Looks again and again, as the page does not look by itself, until the row says so. */
async function untilRowSays(page: Page, email: string, words: string): Promise<void> {
  await expect(async () => {
    await open(page, "/organization");
    await expect(rowOf(page, email)).toContainText(words, { timeout: 500 });
  }).toPass({ timeout: 15_000 });
}

/** What is said of the mail to whoever rests on the row's Last active. */
async function delivery(page: Page, email: string) {
  await page.mouse.move(0, 0);
  await rowOf(page, email).getByText("Invite pending").hover();
  const summary = page.getByRole("tooltip").filter({ hasText: `${email} · activity summary` });
  await expect(summary).toBeVisible();
  return summary;
}

test("an invitation that the mail server refuses says so in the row, and goes out when it is sent again", async ({ page, somebody }) => {
  test.setTimeout(60_000);
  await found(page);

  await test.step("the server knows nobody of this name", async () => {
    held.app.mail.manner = "refuses";
    await invite(page, email);
    await untilRowSays(page, email, "Invite pending · mail failed");
    await expect(await delivery(page, email)).toContainText(/Mail failed: .*nobody of this name/);
  });

  await test.step("organization settings show the mail with the server's words", async () => {
    await open(page, "/organization/settings");
    await expect(rowOf(page, email)).toContainText("Failed");
    await expect(rowOf(page, email)).toContainText("nobody of this name");
  });

  await test.step("sent again, it is delivered", async () => {
    held.app.mail.manner = "accepts";
    await open(page, "/organization");
    await openMenuOf(page, email);
    await page.getByRole("menuitem", { name: "Resend invitation" }).click();
    const mail = await held.app.mail.waitForMail(email);
    await expect(async () => {
      await open(page, "/organization");
      await expect(rowOf(page, email)).not.toContainText("mail failed", { timeout: 500 });
      await expect(await delivery(page, email)).toContainText("Mail delivered", { timeout: 500 });
    }).toPass({ timeout: 15_000 });
    const theirs = await somebody();
    await open(theirs, linkIn(mail));
    await expect(theirs.getByText(`${FOUNDER.name} invited ${email} as Member.`)).toBeVisible();
  });
});

test("an invitation that is asked to come again is on its way, with the reason", async ({ page }) => {
  const late = "late@northwind.example";
  await signIn(page, FOUNDER, "/organization");
  held.app.mail.manner = "later";

  await invite(page, late);

  await expect(async () => {
    await open(page, "/organization");
    await expect(await delivery(page, late)).toContainText(/Mail is on its way: .*come again/, { timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await expect(rowOf(page, late)).not.toContainText("mail failed");
});
