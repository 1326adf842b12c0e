import { type Browser, expect, type Page } from "@playwright/test";
import { accept, alive, GUEST, open, type Person, signIn, typeSignIn } from "./people.ts";
import { test } from "./fixtures.ts";
import { ADMIN, Rollcall } from "./server.ts";
import { S3Server } from "./s3.ts";
import type { Links } from "./views.ts";

/** The links of an instance with demo data, and of two more: one without anybody, and one that nobody can join alone. */
export function useLinks(held: { app: Rollcall }): Links {
  const links = {} as Links;
  const others: Rollcall[] = [];
  test.beforeAll(async ({ browser }) => {
    others.push(await Rollcall.start({}), await Rollcall.start({ demo: { users: 1, days: 1 } }));
    const [firstSignUp, closedSignUp] = others.map((other) => `${other.url}/signup`);
    Object.assign(links, await makeLinks(browser, held.app), { firstSignUp, closedSignUp });
  });
  test.afterAll(async () => {
    await Promise.all(others.map((other) => other.stop()));
  });
  return links;
}

/** Makes, on demo data, an invitation, a reset link, a link that confirms an address, and a team with a bucket. */
async function makeLinks(browser: Browser, app: Rollcall): Promise<Omit<Links, "firstSignUp" | "closedSignUp">> {
  const page = await asAdmin(browser, app);
  const invitation = await invitationFor(page, app, "new@northwind.example");
  const [newEmail, teamWithBucket] = [await confirmation(page, app), await bringBucket(page, app)];
  await page.close();
  const reset = app.command("admin", "reset-link", "--email", ADMIN.email);
  return { invitation, reset: pathIn(reset), newEmail, teamWithBucket };
}

/** Creates a team that keeps its files in a bucket, which is there while the team is created. */
async function bringBucket(page: Page, app: Rollcall): Promise<string> {
  const s3 = await S3Server.start();
  const { id: access_key_id, secret: secret_access_key } = s3.writer;
  const bucket = { endpoint: s3.url, region: "us-east-1", name: "runs", prefix: "geology", access_key_id, secret_access_key };
  const answer = await page.request.post("/api/fn/create_team", {
    headers: { Origin: app.url },
    data: { name: "geology", storage: "s3", bucket },
  });
  s3.stop();
  expect(answer.status(), await answer.text()).toBe(200);
  return "/geology";
}

/** Asks for another address of the admin's, and returns the path of the link that is sent to it. */
async function confirmation(page: Page, app: Rollcall): Promise<string> {
  const email = "ada@okafor.example";
  const answer = await page.request.post("/api/fn/ask_email_change", { headers: { Origin: app.url }, data: { email } });
  expect(answer.status(), await answer.text()).toBe(200);
  return pathIn((await app.mail.waitForMail(email)).text);
}

/** Where an admin is signed in, a new member is afterwards. */
export async function becomeMember(page: Page, app: Rollcall): Promise<void> {
  const invitation = await invitationFor(page, app, GUEST.email);
  await page.context().clearCookies();
  await open(page, invitation);
  await accept(page, GUEST);
}

/** Signs a new member of this name in, where nobody is. */
export async function becomeAnother(page: Page, app: Rollcall, name: string): Promise<void> {
  await signIn(page);
  const invitation = await invitationFor(page, app, `${name}@northwind.example`);
  await page.context().clearCookies();
  await open(page, invitation);
  await accept(page, { name, username: name, password: GUEST.password });
  await expect(page).toHaveURL("/");
  await alive(page);
}

/** A page of the admin, signed in. */
export async function asAdmin(browser: Browser, app: Rollcall): Promise<Page> {
  const page = await browser.newPage({ baseURL: app.url });
  await page.goto("/login");
  await typeSignIn(page, ADMIN.email, ADMIN.password);
  await expect(page).toHaveURL("/");
  return page;
}

/** Where an admin is signed in, invites somebody, into teams or not, and lets them accept. */
export async function join(page: Page, app: Rollcall, somebody: Person, teams: string[]): Promise<void> {
  const invitation = await invitationFor(page, app, somebody.email, teams);
  const fresh = await page.context().browser()!.newPage({ baseURL: app.url });
  await fresh.goto(invitation);
  await accept(fresh, somebody);
  await expect(fresh).toHaveURL("/");
  await fresh.close();
}

/** In all their teams. */
export function setTeamRole(app: Rollcall, { username }: Person, role: string): void {
  app.pretend(`UPDATE team_member SET role = '${role}' WHERE user_id = (SELECT id FROM "user" WHERE username = '${username}')`);
}

/** Invites a member past the page, and returns the path of the link. */
async function invitationFor(page: Page, app: Rollcall, emails: string, teams: string[] = []): Promise<string> {
  const answer = await page.request.post("/api/fn/add_users", {
    headers: { Origin: app.url },
    data: { users: { emails, role: "member", teams } },
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
