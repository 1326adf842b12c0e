import { expect, type Page } from "@playwright/test";
import { open } from "./people.ts";
import { teamViews } from "./team_views.ts";
import { workViews } from "./work_views.ts";

/** Paths that exist only on one instance, and addresses of other instances. */
export type Links = {
  invitation: string;
  reset: string;
  newEmail: string;
  teamWithBucket: string;
  firstSignUp: string;
  closedSignUp: string;
};

/** A page, or a page with something open on it. */
export type View = { name: string; status?: number; show: (page: Page, links: Links) => Promise<void> };

const at = (path: string) => (page: Page) => open(page, path);

export const signedOutViews: View[] = [
  { name: "login", show: at("/login") },
  { name: "api-docs", show: async (page) => void (await page.goto("/api/docs")) },
  { name: "signup", show: at("/signup") },
  { name: "signup-first", show: (page, links) => open(page, links.firstSignUp) },
  { name: "signup-closed", show: (page, links) => open(page, links.closedSignUp) },
  { name: "forgot", show: at("/forgot") },
  { name: "forgot-sent", show: at("/forgot?sent=1") },
  { name: "invite", show: (page, links) => open(page, links.invitation) },
  { name: "invite-wrong", status: 404, show: at("/invite/nonsense") },
  { name: "reset", show: (page, links) => open(page, links.reset) },
  { name: "reset-wrong", status: 404, show: at("/reset/nonsense") },
];

export const signedInViews: View[] = [
  { name: "home", show: at("/") },
  { name: "organization", show: (page) => organization(page) },
  { name: "organization-nobody", show: at("/organization?q=zzzzzz") },
  {
    name: "history",
    show: async (page) => {
      await changeRoles(page);
      await open(page, "/organization/history");
    },
  },
  { name: "history-filtered", show: at("/organization/history?action=user.role_changed&door=page&from=2020-01-01&dir=asc") },
  { name: "history-nothing", show: at("/organization/history?q=zzzzzz") },
  { name: "organization-settings", show: at("/organization/settings") },
  { name: "settings", show: at("/settings") },
  ...teamViews,
  ...workViews,
  { name: "person", show: at("/ada.okafor") },
  { name: "person-runs", show: at("/ada.okafor?tab=runs") },
  { name: "person-reports", show: at("/ada.okafor?tab=reports") },
  {
    name: "person-of-nothing",
    show: async (page) => {
      await page.route("**/api/fn/list_person_runs", (route) => route.fulfill({ json: { rows: [], next: null, total: { rows: 0, more: false } } }));
      await open(page, "/ada.okafor");
      await page.getByRole("navigation", { name: "Person" }).getByRole("link", { name: "Runs" }).click();
      await expect(page.getByText("No run that you see")).toBeVisible();
      await page.unrouteAll({ behavior: "ignoreErrors" });
    },
  },
  { name: "new-email", show: (page, links) => open(page, links.newEmail) },
  { name: "team-storage-bucket", show: (page, links) => open(page, `${links.teamWithBucket}/settings/storage`) },
  { name: "new-email-wrong", status: 404, show: at("/settings/email/nonsense") },
  { name: "authorize", show: at("/authorize") },
  {
    name: "new-api-key",
    show: async (page) => {
      await open(page, "/settings");
      await page.getByRole("button", { name: "New API key" }).click();
      await expect(page.getByRole("dialog", { name: "New API key" }).getByLabel("Expires after")).toBeVisible();
    },
  },
  { name: "not-found", status: 404, show: at("/no/such/page") },
  {
    name: "account-menu",
    show: async (page) => {
      await organization(page);
      await page.getByRole("button", { name: "Account" }).click();
      await expect(page.getByRole("menuitem", { name: "Log out" })).toBeVisible();
    },
  },
  {
    name: "palette",
    show: async (page) => {
      await open(page, "/");
      await page.keyboard.press("ControlOrMeta+k");
      await page.keyboard.type("ad");
      await expect(page.getByRole("option").filter({ hasText: "@" })).not.toHaveCount(0);
    },
  },
  {
    name: "keys",
    show: async (page) => {
      await open(page, "/");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    },
  },
  {
    name: "add-user",
    show: async (page) => {
      await organization(page);
      await page.getByRole("button", { name: "Add user" }).click();
      const dialog = page.getByRole("dialog", { name: "Add user" });
      await dialog.getByLabel("Email").fill("one@northwind.example, two@northwind.example");
      await expect(dialog.getByRole("group", { name: "Teams" })).toBeVisible();
    },
  },
  {
    name: "add-user-result",
    show: async (page) => {
      await organization(page);
      await page.getByRole("button", { name: "Add user" }).click();
      const dialog = page.getByRole("dialog", { name: "Add user" });
      // Each theme and width invites somebody of its own.
      const email = `${Date.now().toString(36)}@northwind.example`;
      await dialog.getByLabel("Email").fill(`${email}, admin@rollcall.example`);
      await dialog.getByRole("button", { name: /^Add/ }).click();
      await expect(dialog.getByText(`${email} is invited.`)).toBeVisible();
    },
  },
  {
    name: "export-menu",
    show: async (page) => {
      await organization(page);
      await page.getByRole("button", { name: "More actions" }).click();
      await expect(page.getByRole("menuitem", { name: "Export as CSV" })).toBeVisible();
    },
  },
  {
    name: "filters",
    show: async (page) => {
      await organization(page, "?status=active&role=member&active=after:2026-01-01");
      const button = page.getByRole("button", { name: /^Filters/ });
      if (await button.isVisible()) await button.click();
      await expect(page.getByLabel("Last active on or after")).toBeVisible();
    },
  },
  {
    name: "columns-menu",
    show: async (page) => {
      await organization(page, "?columns=last_active,team");
      await page.getByRole("button", { name: "Columns" }).click();
      await expect(page.getByRole("menuitemcheckbox", { name: "Email" })).toBeVisible();
    },
  },
  {
    name: "compact",
    show: async (page) => {
      await page.evaluate(() => localStorage.setItem("density", "compact"));
      await organization(page);
      await page.evaluate(() => localStorage.removeItem("density"));
    },
  },
  {
    name: "export-progress",
    show: async (page) => {
      await page.route("**/api/fn/list_users", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ json: { ...(await answer.json()), total: { rows: 100_000, more: false } } });
      });
      await page.route("**/organization/users.csv*", () => undefined);
      await organization(page);
      await page.getByRole("columnheader", { name: "Email" }).getByRole("link").press("Enter");
      await expect(page.getByRole("status").filter({ hasText: /^100,000 users$/ })).toBeVisible();
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Export as CSV" }).click();
      await expect(page.getByRole("region", { name: "Export" })).toBeVisible();
      await page.unrouteAll({ behavior: "ignoreErrors" });
    },
  },
  {
    name: "row-menu",
    show: async (page) => {
      await organization(page, "?status=active");
      await page.getByRole("button", { name: /^Actions for/ }).nth(2).click();
      await expect(page.getByRole("menuitem", { name: "Deactivate" })).toBeVisible();
    },
  },
  {
    name: "pending-menu",
    show: async (page) => {
      await organization(page, "?status=pending");
      await page.getByRole("button", { name: /^Actions for/ }).first().click();
      await expect(page.getByRole("menuitem", { name: "Resend invitation" })).toBeVisible();
    },
  },
  {
    name: "invitation-link",
    show: async (page) => {
      await organization(page, "?status=pending");
      await page.getByRole("button", { name: /^Actions for/ }).first().click();
      await page.getByRole("menuitem", { name: "Copy invitation link" }).click();
      await expect(page.locator("dialog[open]").getByRole("button", { name: /^Copy/ }).first()).toBeVisible();
    },
  },
  {
    name: "deactivate",
    show: async (page) => {
      await organization(page, "?status=active");
      await page.getByRole("button", { name: /^Actions for/ }).nth(2).click();
      await page.getByRole("menuitem", { name: "Deactivate" }).click();
      await expect(page.getByRole("dialog", { name: /^Deactivate/ })).toBeVisible();
    },
  },
  {
    name: "remove",
    show: async (page) => {
      await organization(page, "?status=active");
      await page.getByRole("button", { name: /^Actions for/ }).nth(2).click();
      await page.getByRole("menuitem", { name: "Remove user" }).click();
      await expect(page.getByRole("dialog", { name: /^Remove/ })).toBeVisible();
    },
  },
  {
    name: "selection",
    show: async (page) => {
      await select(page, "?status=active", 3);
      await page.getByRole("checkbox", { name: "Select all rows on show" }).click();
      await expect(page.getByRole("region", { name: "Selection" }).getByRole("button", { name: /^Select all/ })).toBeVisible();
    },
  },
  {
    name: "bulk-preview",
    show: async (page) => {
      await select(page, "", 6);
      await page.getByRole("region", { name: "Selection" }).getByRole("button", { name: "Deactivate" }).click();
      await expect(page.getByRole("button", { name: /^Deactivate \d+ users?$/ })).toBeVisible();
    },
  },
  {
    name: "bulk-result",
    show: async (page) => {
      await select(page, "?sort=last_active", 4);
      await page.getByRole("region", { name: "Selection" }).getByRole("button", { name: "Resend invitation" }).click();
      await page.getByRole("button", { name: /^Send \d+ invitations?$/ }).click();
      await expect(page.getByRole("button", { name: "Done" })).toBeVisible();
    },
  },
  {
    name: "activity",
    show: async (page) => {
      await organization(page, "?status=active");
      await page.getByRole("button", { name: /^Actions for/ }).nth(2).click();
      await page.getByRole("menuitem", { name: "View activity" }).click();
      await expect(page.getByRole("grid", { name: /^Requests of/ })).toBeVisible();
    },
  },
  {
    name: "role",
    show: async (page) => {
      await organization(page, "?status=active&role=member");
      await page.getByRole("button", { name: /^Role of/ }).nth(1).click();
      await expect(page.getByRole("combobox", { name: /^Role of/ })).toBeFocused();
    },
  },
  {
    name: "activity-summary",
    show: async (page) => {
      await organization(page, "?status=active");
      await page.locator(".when-cell .tooltip").nth(2).focus();
      await expect(page.getByRole("tooltip").filter({ hasText: "activity summary" }).and(page.locator(":popover-open"))).toBeVisible();
    },
  },
];

/** The dashboard with its first rows selected. */
async function select(page: Page, query: string, rows: number): Promise<void> {
  await organization(page, query);
  for (const at of Array(rows).keys()) await page.locator("td.tick input").nth(at).click();
  await expect(page.getByRole("region", { name: "Selection" })).toBeVisible();
}

/** The dashboard, once its plot is drawn. */
async function organization(page: Page, query = ""): Promise<void> {
  await open(page, `/organization${query}`);
  await expect(page.locator("#active-users canvas")).toBeVisible();
}

/** Leaves something in the history: a few members become admins and are members again. */
async function changeRoles(page: Page): Promise<void> {
  const headers = { Origin: new URL(page.url()).origin };
  const members = { query: { status: "active", role: "member" }, after: null };
  const found = await (await page.request.post("/api/fn/list_users", { headers, data: members })).json();
  for (const [id] of found.rows.slice(0, 6)) {
    for (const role of ["admin", "member"]) {
      const answer = await page.request.post("/api/fn/set_user_role", { headers, form: { user: id, role } });
      expect(answer.status()).toBe(200);
    }
  }
}
