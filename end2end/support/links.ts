import { type Browser, expect, type Page } from "@playwright/test";
import { accept, GUEST, open, typeSignIn } from "./people.ts";
import { ADMIN, type Rollcall } from "./server.ts";
import type { Links } from "./views.ts";

/** Makes an invitation and a reset link on demo data. */
export async function makeLinks(browser: Browser, app: Rollcall): Promise<Links> {
  const page = await browser.newPage({ baseURL: app.url });
  await page.goto("/login");
  await typeSignIn(page, ADMIN.email, ADMIN.password);
  await expect(page).toHaveURL("/");
  const invitation = await invitationFor(page, app, "new@northwind.example");
  await page.close();
  const reset = app.command("admin", "reset-link", "--email", ADMIN.email);
  return { invitation, reset: pathIn(reset) };
}

/** Where an admin is signed in, a new member is afterwards. */
export async function becomeMember(page: Page, app: Rollcall): Promise<void> {
  const invitation = await invitationFor(page, app, GUEST.email);
  await page.context().clearCookies();
  await open(page, invitation);
  await accept(page, GUEST);
}

/** Invites a member past the page, and returns the path of the link. */
async function invitationFor(page: Page, app: Rollcall, emails: string): Promise<string> {
  const answer = await page.request.post("/api/fn/add_users", {
    headers: { Origin: app.url },
    data: { users: { emails, role: "member", teams: [] } },
  });
  expect(answer.status()).toBe(200);
  return pathIn(await answer.text());
}

/** The path of the first link in a text. */
export function pathIn(text: string): string {
  const [link] = text.match(/https?:\/\/[^\s"]+/) ?? [];
  if (!link) throw new Error(`no link in: ${text}`);
  return new URL(link).pathname;
}
