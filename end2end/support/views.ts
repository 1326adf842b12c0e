import { expect, type Page } from "@playwright/test";
import { open } from "./people.ts";

/** Paths that exist only on one instance. */
export type Links = { invitation: string; reset: string };

/** A page, or a page with something open on it. */
export type View = { name: string; status?: number; show: (page: Page, links: Links) => Promise<void> };

const at = (path: string) => (page: Page) => open(page, path);

export const signedOutViews: View[] = [
  { name: "login", show: at("/login") },
  { name: "signup", show: at("/signup") },
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
  { name: "organization-settings", show: at("/organization/settings") },
  { name: "settings", show: at("/settings") },
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
    name: "export-menu",
    show: async (page) => {
      await organization(page);
      await page.getByRole("button", { name: "More actions" }).click();
      await expect(page.getByRole("menuitem", { name: "Export as CSV" })).toBeVisible();
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
    name: "remove",
    show: async (page) => {
      await organization(page, "?status=active");
      await page.getByRole("button", { name: /^Actions for/ }).nth(2).click();
      await page.getByRole("menuitem", { name: "Remove user" }).click();
      await expect(page.getByRole("dialog", { name: /^Remove/ })).toBeVisible();
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

/** The dashboard, once its plot is drawn. */
async function organization(page: Page, query = ""): Promise<void> {
  await open(page, `/organization${query}`);
  await expect(page.locator("#active-users canvas")).toBeVisible();
}
