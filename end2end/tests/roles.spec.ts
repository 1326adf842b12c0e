import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { asAdmin, join, setTeamRole } from "../support/links.ts";
import { alive, open, person, signIn, typeSignIn } from "../support/people.ts";

const held = useRollcall({ demo: { users: 60, days: 30 } });

const LEAD = person("lena", "Lena Brandt");
const MEMBER = person("milo", "Milo Tanaka");
const READER = person("rita", "Rita Holm");
const OUTSIDER = person("otto", "Otto Falk");

const SETTINGS = ["", "/members", "/privacy", "/alerts", "/usage", "/storage", "/service-accounts"].map((it) => `/settings${it}`);
const TABS = ["Overview", "Projects", "Reports", "Runs", "Members"];
const LOOK_ONLY = "View-only members of a team look at what is there and change nothing.";

/** A project of the team that is not public, and a finished run and a published report of it. */
const work = { project: "", run: "", report: "" };

/** Calls past the page. */
async function call(page: Page, name: string, data: object): Promise<string> {
  const answer = await page.request.post(`/api/fn/${name}`, { headers: { Origin: held.app.url }, data });
  expect(answer.status(), name).toBe(200);
  return answer.text();
}

/** Finds what the team has made. */
async function findWork(page: Page, team: string): Promise<void> {
  type Rows = { rows: { id: string; name: string; project: string; visibility: string; state: string; published: boolean }[] };
  const rows = async (name: string, data: object) => (JSON.parse(await call(page, name, { team, after: null, ...data })) as Rows).rows;
  const closed = (await rows("list_projects", { query: {} })).filter((it) => it.visibility === "team").map((it) => it.name);
  const run = (await rows("list_team_runs", { query: { state: "finished" } })).find((it) => closed.includes(it.project))!;
  const report = (await rows("list_reports", { query: {} })).find((it) => it.published && closed.includes(it.project))!;
  work.project = `/${closed[0]}`;
  work.run = `/${run.project}/runs/${run.name}`;
  work.report = `/reports/${report.id}`;
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await asAdmin(browser, held.app);
  const teams: { id: string; name: string }[] = JSON.parse(await call(page, "list_teams", {}));
  const { id } = teams.find((it) => it.name === "vision")!;
  for (const somebody of [LEAD, MEMBER, READER]) await join(page, held.app, somebody, [id]);
  await join(page, held.app, OUTSIDER, []);
  setTeamRole(held.app, LEAD, "admin");
  setTeamRole(held.app, READER, "view_only");
  await findWork(page, id);
  await page.close();
});

const tabs = (page: Page) => page.getByRole("navigation", { name: "Team" }).getByRole("link");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function hasNone(page: Page, names: string[]): Promise<void> {
  for (const name of names) await expect(button(page, name), name).toHaveCount(0);
}

/** Settings are for the team's admins. */
async function refusesSettings(page: Page): Promise<void> {
  for (const path of SETTINGS) {
    const answer = await page.goto(`/vision${path}`);
    expect(answer?.status(), path).toBe(403);
    await expect(page.getByText("Only an admin of the team can do this."), path).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Settings" }), path).toHaveCount(0);
  }
  expect((await page.request.get("/vision/usage.csv")).status()).toBe(403);
}

test("an outsider is told at every page that it does not exist, as where there is no team", async ({ page, trouble }) => {
  test.setTimeout(120_000);
  trouble.expect(404);
  await signIn(page, OUTSIDER);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "vision" })).toHaveCount(0);
  const below = ["", "/projects", "/reports", "/reports/new", "/runs", "/members", ...SETTINGS, ...Object.values(work)];
  for (const path of below.flatMap((it) => [`/vision${it}`, `/no-such-team${it}`])) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByText("This page does not exist"), path).toBeVisible();
    await expect(page.getByRole("main"), path).not.toContainText("vision");
    await expect(tabs(page), path).toHaveCount(0);
  }
  const files = ["vision", "no-such-team"].map(async (team) => {
    const answer = await page.request.get(`/${team}/usage.csv`);
    return [answer.status(), await answer.text()];
  });
  const [ours, nobodys] = await Promise.all(files);
  expect(ours).toEqual(nobodys);
  expect(ours[0]).toBe(404);
});

test("a member has all tabs but the settings, and changes what is their own", async ({ page, trouble }) => {
  test.setTimeout(60_000);
  await signIn(page, MEMBER, "/vision");
  await expect(tabs(page)).toHaveText(TABS);

  await open(page, "/vision/projects");
  await button(page, "New project").click();
  const dialog = page.getByRole("dialog", { name: "New project" });
  await dialog.getByLabel("Name").fill("milos-bench");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL("/vision/milos-bench");
  await expect(button(page, "Edit")).toBeVisible();
  await open(page, `/vision${work.project}`);
  await hasNone(page, ["Edit", "Pin to team home"]);

  await open(page, "/vision/reports");
  await button(page, "Write a report").click();
  await page.getByLabel("Title").fill("What the bench says");
  await button(page, "Save as a draft").click();
  await expect(page.getByRole("heading", { name: "What the bench says", level: 1 })).toBeVisible();
  await button(page, "Edit").click();
  await page.getByLabel("Title").fill("What the bench said");
  await button(page, "Save").click();
  await expect(page.getByRole("heading", { name: "What the bench said", level: 1 })).toBeVisible();

  await open(page, `/vision${work.report}`);
  await expect(page.locator("article header h1")).toBeVisible();
  await hasNone(page, ["Edit", "Back to draft", "Share", "Delete"]);
  await open(page, `/vision${work.run}`);
  await expect(page.getByRole("region", { name: "Facts" })).toBeVisible();
  await hasNone(page, ["Edit tags and notes", "Delete run"]);

  await open(page, "/vision/members");
  await expect(page.getByRole("row").filter({ hasText: LEAD.email })).toContainText("Admin");
  await expect(page.getByRole("region", { name: "Members", exact: true }).getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("searchbox", { name: "Enter an email or username" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Manage members" })).toHaveCount(0);

  trouble.expect(403);
  await refusesSettings(page);
});

test("a view-only member sees everything and changes nothing", async ({ page, trouble }) => {
  test.setTimeout(60_000);
  await signIn(page, READER, "/vision");
  await expect(tabs(page)).toHaveText(TABS);

  await open(page, `/vision${work.run}`);
  const parts = page.getByRole("navigation", { name: "Run" });
  await expect(page.getByRole("region", { name: "Tags and notes" })).toBeVisible();
  await hasNone(page, ["Edit tags and notes", "Delete run"]);
  await parts.getByRole("link", { name: "Charts" }).click();
  await expect(page.locator(".run__chart canvas").first()).toBeVisible();
  await parts.getByRole("link", { name: "Files" }).click();
  await expect(page.getByRole("region", { name: "Files" }).getByRole("row")).not.toHaveCount(0);

  await open(page, `/vision${work.report}`);
  await expect(page.locator("article .markdown")).not.toBeEmpty();
  await hasNone(page, ["Edit", "Back to draft", "Share", "Delete"]);
  await open(page, `/vision${work.project}`);
  await expect(page.locator(".made__name").first()).toBeVisible();
  await hasNone(page, ["Edit", "Pin to team home"]);

  for (const [list, name] of [["projects", "New project"], ["reports", "Write a report"]]) {
    await open(page, `/vision/${list}`);
    await expect(button(page, name)).toHaveAttribute("aria-disabled", "true");
    await expect(button(page, name)).toHaveAccessibleDescription(LOOK_ONLY);
    await button(page, name).press("Enter");
    await expect(page.getByRole("tooltip").filter({ hasText: LOOK_ONLY })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page).toHaveURL(`/vision/${list}`);
  }
  await page.goto("/vision/reports/new");
  await expect(page.getByText(LOOK_ONLY)).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveCount(0);

  trouble.expect(403);
  await refusesSettings(page);
});

test("an admin of the team runs it, and nothing beyond it", async ({ page, trouble }) => {
  test.setTimeout(60_000);
  await signIn(page, LEAD, "/vision");
  await expect(tabs(page)).toHaveText([...TABS, "Settings"]);
  for (const path of SETTINGS) {
    const answer = await page.goto(`/vision${path}`);
    expect(answer?.status(), path).toBe(200);
    await expect(page.getByRole("navigation", { name: "Settings" }).locator("[aria-current=page]")).toHaveAttribute("href", `/vision${path}`);
  }

  await open(page, `/vision/settings/members?q=${READER.username}`);
  const row = page.getByRole("row").filter({ hasText: READER.email });
  for (const [before, after] of [["View-Only", "Member"], ["Member", "View-Only"]]) {
    await row.getByRole("button", { name: `Team role of ${READER.name}: ${before}. Change` }).click();
    const saved = page.waitForResponse("**/api/fn/set_member_role");
    await row.getByRole("combobox").selectOption(after);
    await saved;
    await page.reload();
    await alive(page);
    await expect(row.getByRole("button", { name: `Team role of ${READER.name}: ${after}. Change` })).toBeVisible();
  }

  await open(page, "/vision/settings/privacy");
  const invites = page.getByRole("checkbox", { name: /Any member may invite/ });
  const turned = page.waitForResponse("**/api/fn/set_team_switch");
  await invites.check();
  await turned;
  await page.reload();
  await alive(page);
  await expect(invites).toBeChecked();

  await open(page, "/vision/settings/service-accounts");
  await button(page, "New service account").click();
  await page.getByRole("dialog").getByLabel("Name").fill("trainer");
  await page.getByRole("dialog").getByRole("button", { name: "Create service account" }).click();
  await button(page, "API keys of trainer").click();
  await button(page, "New API key").click();
  await page.getByRole("dialog", { name: "New API key" }).getByLabel("Name").fill("job");
  await page.getByRole("dialog", { name: "New API key" }).getByRole("button", { name: "Make API key" }).click();
  const key = await page.getByLabel("API key", { exact: true }).inputValue();
  expect(key).toMatch(/^rollcall-[A-Za-z0-9]{40}$/);
  await button(page, "Done").click();
  await open(page, "/vision/settings/service-accounts");
  await button(page, "API keys of trainer").click();
  await expect(page.getByText(`${key.slice(0, 17)}…`)).toBeVisible();
  expect(await page.content()).not.toContain(key);

  await open(page, "/vision/settings/usage");
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^usage-vision-\d{4}-\d\d-\d\d\.csv$/);
  expect(await readFile(await download.path(), "utf8")).toMatch(/^"Month","Name",.*\r\n"\d{4}-\d\d",/);

  await button(page, "Account").click();
  await expect(page.getByRole("menuitem", { name: "User settings" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Organization dashboard" })).toHaveCount(0);
  trouble.expect(403);
  expect((await page.goto("/organization"))?.status()).toBe(403);
  await expect(page.getByText("Only an admin of the organization can do this.")).toBeVisible();
});

test("a member who is deactivated is at the login with the next thing they do", async ({ page, browser, trouble }) => {
  await signIn(page, MEMBER, "/vision/runs?state=finished");
  await expect(page.locator(".made__name").first()).toBeVisible();
  const admin = await asAdmin(browser, held.app);
  const found = JSON.parse(await call(admin, "list_users", { query: { search: MEMBER.username }, after: null }));
  expect(found.rows).toHaveLength(1);
  await call(admin, "deactivate_user", { user: found.rows[0][0] });
  await admin.close();

  trouble.expect(401, 403);
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page).toHaveURL(/\/login\?next=\/vision\/runs%3F.*state%3Dfinished/);
  await expect(page.locator(".made__name")).toHaveCount(0);
  await typeSignIn(page, MEMBER.email, MEMBER.password);
  await expect(page.getByText("Your account is deactivated.")).toBeVisible();
  await expect(page).toHaveURL(/\/login/);
});
