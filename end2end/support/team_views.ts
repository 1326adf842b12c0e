import { expect, type Page } from "@playwright/test";
import { open } from "./people.ts";
import type { View } from "./views.ts";

const at = (path: string): View["show"] => (page) => open(page, path);

const createTeam = async (page: Page): Promise<void> => {
  await open(page, "/");
  const menu = page.getByRole("button", { name: "Navigation" });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole("button", { name: "Create new team" }).click();
};

/** The pages and dialogs of a team that every demo has. */
export const teamViews: View[] = [
  { name: "team", show: at("/vision") },
  { name: "team-members", show: at("/vision/members") },
  { name: "team-settings", show: at("/vision/settings") },
  {
    name: "crop",
    show: async (page) => {
      await open(page, "/settings");
      const picture = await page.evaluate(() => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
        const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
        const sky = pen.createLinearGradient(0, 0, 640, 360);
        sky.addColorStop(0, "#f6cdac");
        sky.addColorStop(1, "#5c3a4a");
        pen.fillStyle = sky;
        pen.fillRect(0, 0, 640, 360);
        pen.fillStyle = "#fff4d6";
        pen.arc(400, 140, 60, 0, 7);
        pen.fill();
        return canvas.toDataURL("image/png");
      });
      await page.getByLabel("New picture").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from(picture.split(",")[1], "base64") });
      await expect(page.getByText("360 × 360 of 640 × 360 pixels are kept.").first()).toBeVisible();
      await page.getByRole("group", { name: "The square that is kept" }).focus();
    },
  },
  { name: "team-members-by-role", show: at("/vision/members?sort=role&dir=desc") },
  {
    name: "palette-team",
    show: async (page) => {
      await open(page, "/");
      await page.keyboard.press("ControlOrMeta+k");
      await page.keyboard.type("vis");
      await expect(page.getByRole("option").filter({ hasText: "vision" })).toHaveCount(1);
    },
  },
  { name: "team-settings-privacy", show: at("/vision/settings/privacy") },
  { name: "team-settings-alerts", show: at("/vision/settings/alerts") },
  {
    name: "team-settings-alerts-add",
    show: async (page) => {
      await open(page, "/vision/settings/alerts");
      await page.getByRole("button", { name: "Add destination" }).click();
      await expect(page.getByRole("dialog").getByLabel("Address")).toBeVisible();
    },
  },
  { name: "team-settings-storage", show: at("/vision/settings/storage") },
  {
    name: "team-settings-usage",
    show: async (page) => {
      await open(page, "/vision/settings/usage");
      await expect(page.locator("#usage-hours canvas")).toBeVisible();
      await page.evaluate(() => scrollTo(0, 0));
    },
  },
  {
    name: "team-settings-service-accounts",
    show: async (page) => {
      await open(page, "/vision/settings/service-accounts");
      await expect(page.getByText("nightly-ci")).toBeVisible();
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
      await createTeam(page);
      await expect(page.getByRole("dialog", { name: "Create new team" })).toBeVisible();
    },
  },
  {
    name: "create-team-bucket",
    show: async (page) => {
      await createTeam(page);
      await page.getByRole("dialog").getByLabel("Storage type").selectOption({ index: 1 });
      await expect(page.getByRole("dialog").getByLabel("Endpoint")).toBeVisible();
    },
  },
];
