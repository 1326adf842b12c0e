import { expect, type Page } from "@playwright/test";
import { open } from "./people.ts";
import type { View } from "./views.ts";
import { first } from "./work_views.ts";

type Shows = (page: Page) => Promise<void>;

/** Opens what a button leads to, up to its dialog. */
const asks = (path: string, button: string | RegExp): Shows => async (page) => {
  await open(page, path);
  await page.getByRole("button", { name: button }).first().click();
  await expect(page.locator("dialog[open]")).toBeVisible();
};

/** Opens the menu of the first row, and from there a dialog. */
const asksInMenu = (path: string, item: RegExp): Shows => async (page) => {
  await open(page, path);
  await page.locator("main").getByRole("button", { name: /^Actions for/ }).last().click();
  await page.getByRole("menuitem", { name: item }).click();
  await expect(page.locator("dialog[open]")).toBeVisible();
};

/** Opens the first of a list of the team, and there the dialog of a button. */
const asksOfFirst = (list: string, button: string): Shows => async (page) => {
  await first(page, list);
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(page.locator("dialog[open]")).toBeVisible();
};

const post = async (page: Page, call: string, data: object): Promise<string> => {
  const answer = await page.request.post(`/api/fn/${call}`, { headers: { Origin: new URL(page.url()).origin }, data });
  expect(answer.status(), call).toBe(200);
  return answer.text();
};

/** The address of the first published report of a team. */
const published = async (page: Page): Promise<string> => {
  await open(page, "/vision/reports");
  const rows = page.locator("tr").filter({ has: page.getByText("Published", { exact: true }) });
  return (await rows.locator(".made__name").first().getAttribute("href")) ?? "";
};

const share = async (page: Page): Promise<void> => asks(await published(page), /^Share$/)(page);

/** A link to it. */
const reportLink = async (page: Page): Promise<string> => {
  const path = await published(page);
  const link = JSON.parse(await post(page, "make_report_link", { report: path.split("/").pop() ?? "" })) as string;
  return new URL(link).pathname;
};

const ACCOUNTS = "/vision/settings/service-accounts";
const ALERTS = "/vision/settings/alerts";

/** What is asked before something is done in a team, and what is shown once. */
export const dialogViews: View[] = [
  {
    name: "team-leave",
    show: async (page) => {
      await open(page, "/");
      const own = await page.locator(".nav__title ~ a").first().getAttribute("href");
      await asks(`${own}/members`, "Leave team")(page);
    },
  },
  {
    name: "team-cancel-invitation",
    show: async (page) => {
      const email = `${Date.now().toString(36)}@northwind.example`;
      await open(page, "/vision");
      const [{ id }] = JSON.parse(await post(page, "find_teams", { search: "vision" })) as { id: string }[];
      await post(page, "add_users", { users: { emails: email, role: "member", teams: [id] } });
      await asks(`/vision/settings/members?q=${email}`, /^Cancel the invitation of/)(page);
    },
  },
  { name: "new-service-account", show: asks(ACCOUNTS, "New service account") },
  { name: "service-account-remove", show: asksInMenu(ACCOUNTS, /^Remove/) },
  {
    name: "service-account-keys",
    show: async (page) => {
      await open(page, ACCOUNTS);
      await page.getByRole("button", { name: /^API keys of/ }).first().click();
      await expect(page.locator(".item__more").getByText(/^cluster/)).toBeVisible();
    },
  },
  {
    name: "api-key-shown",
    show: async (page) => {
      await open(page, "/settings");
      await page.getByRole("button", { name: "New API key" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("laptop");
      await dialog.getByRole("button", { name: "Make API key" }).click();
      await expect(dialog.getByRole("textbox", { name: "API key" })).toHaveValue(/^rollcall-/);
    },
  },
  { name: "api-key-replace", show: asksInMenu("/settings", /^Replace/) },
  { name: "api-key-revoke", show: asksInMenu("/settings", /^Revoke/) },
  { name: "alert-change", show: asksInMenu(ALERTS, /^Change/) },
  { name: "alert-remove", show: asksInMenu(ALERTS, /^Remove/) },
  { name: "share-report", show: share },
  {
    name: "share-report-link",
    show: async (page) => {
      await share(page);
      await page.getByRole("button", { name: /^Make a/ }).click();
      await expect(page.getByLabel("Link")).toHaveValue(/\/public\//);
    },
  },
  { name: "public-report", show: async (page) => open(page, await reportLink(page)) },
  { name: "public-report-gone", status: 404, show: (page) => open(page, "/public/nonsense") },
  { name: "delete-report", show: asksOfFirst("reports", "Delete") },
  { name: "delete-run", show: asksOfFirst("runs", "Delete run") },
  {
    name: "edit-report",
    show: async (page) => {
      await first(page, "reports");
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await expect(page.getByLabel("Title")).toBeVisible();
    },
  },
  {
    name: "edit-run",
    show: async (page) => {
      await first(page, "runs");
      await page.getByRole("button", { name: "Edit tags and notes" }).click();
      await expect(page.getByRole("textbox", { name: "Notes" })).toBeVisible();
    },
  },
  {
    name: "edit-project",
    show: async (page) => {
      await first(page, "projects");
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await expect(page.getByLabel("Visibility")).toBeVisible();
    },
  },
  {
    name: "delete-project",
    show: async (page) => {
      await first(page, "projects");
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      await expect(page.locator("dialog[open]")).toBeVisible();
    },
  },
  {
    name: "first-run",
    show: async (page) => {
      await open(page, "/vision/projects");
      await page.getByRole("button", { name: "New project" }).click();
      await page.getByRole("dialog").getByLabel("Name").fill(`first-${Date.now().toString(36)}`);
      await page.getByRole("dialog").getByRole("button", { name: "Create project" }).click();
      await expect(page.getByRole("heading", { name: "Log your first run" })).toBeVisible();
    },
  },
];
