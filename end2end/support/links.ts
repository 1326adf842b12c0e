import { type Browser, expect } from "@playwright/test";
import { typeSignIn } from "./people.ts";
import { ADMIN, type Rollcall } from "./server.ts";
import type { Links } from "./views.ts";

/** Makes an invitation and a reset link on demo data. */
export async function makeLinks(browser: Browser, app: Rollcall): Promise<Links> {
  const page = await browser.newPage({ baseURL: app.url });
  await page.goto("/login");
  await typeSignIn(page, ADMIN.email, ADMIN.password);
  await expect(page).toHaveURL("/");
  const answer = await page.request.post("/api/fn/add_users", {
    headers: { Origin: app.url },
    data: { users: { emails: "new@northwind.example", role: "member", teams: [] } },
  });
  expect(answer.status()).toBe(200);
  const added = await answer.text();
  await page.close();
  const reset = app.command("admin", "reset-link", "--email", ADMIN.email);
  return { invitation: pathIn(added), reset: pathIn(reset) };
}

/** The path of the first link in a text. */
export function pathIn(text: string): string {
  const [link] = text.match(/https?:\/\/[^\s"]+/) ?? [];
  if (!link) throw new Error(`no link in: ${text}`);
  return new URL(link).pathname;
}
