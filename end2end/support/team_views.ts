import { expect } from "@playwright/test";
import { open } from "./people.ts";
import type { View } from "./views.ts";

const at = (path: string): View["show"] => (page) => open(page, path);

/** The pages and dialogs of a team that every demo has. */
export const teamViews: View[] = [
  { name: "team", show: at("/vision") },
  { name: "team-members", show: at("/vision/members") },
  { name: "team-settings", show: at("/vision/settings") },
  { name: "team-settings-privacy", show: at("/vision/settings/privacy") },
  {
    name: "team-settings-usage",
    show: async (page) => {
      await open(page, "/vision/settings/usage");
      await expect(page.locator("#usage-hours canvas")).toBeVisible();
    },
  },
  {
    name: "team-settings-service-accounts",
    show: async (page) => {
      await open(page, "/vision/settings/service-accounts");
      await expect(page.getByText("No service accounts yet")).toBeVisible();
    },
  },
  {
    name: "team-settings-members",
    show: async (page) => {
      await open(page, "/vision/settings/members");
      await page.getByRole("searchbox", { name: "Enter an email or username" }).fill("a");
      await expect(page.getByRole("button", { name: /^Invite / }).first()).toBeVisible();
    },
  },
  {
    name: "team-remove-member",
    show: async (page) => {
      await open(page, "/vision/settings/members");
      await page.getByRole("button", { name: /^Delete / }).first().click();
      await expect(page.getByRole("dialog").getByText(/stay/)).toBeVisible();
    },
  },
  {
    name: "create-team",
    show: async (page) => {
      await open(page, "/");
      const menu = page.getByRole("button", { name: "Navigation" });
      if (await menu.isVisible()) await menu.click();
      await page.getByRole("button", { name: "Create new team" }).click();
      await expect(page.getByRole("dialog", { name: "Create new team" })).toBeVisible();
    },
  },
];
