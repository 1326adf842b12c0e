import { expect, type Page } from "@playwright/test";
import { open } from "./people.ts";
import type { View } from "./views.ts";

/** Opens the first of a list of the team. */
export const first = async (page: Page, list: string): Promise<void> => {
  await open(page, `/vision/${list}`);
  await page.locator(".made__name").first().click();
  await expect(page).not.toHaveURL((url) => url.href.endsWith(`/vision/${list}`));
  await expect(page.locator("h1").first()).toBeVisible();
};

/** The name of a run that has measured something: those that failed at once have not. */
const measured = async (page: Page): Promise<string> => {
  for (let row = 0; row < 20; row++) {
    await open(page, "/vision/runs");
    const name = page.locator(".made__name").nth(row);
    const [words, path] = [await name.innerText(), await name.getAttribute("href")];
    await open(page, `${path}?view=charts`);
    await expect(page.locator(".chart, main .empty").first()).toBeVisible();
    if (await page.locator(".chart").count()) return words;
  }
  throw new Error("no run of the demo has measured anything");
};

const run = (tab: string, shown: string): View["show"] => async (page) => {
  await first(page, `runs?q=${await measured(page)}`);
  const tabs = page.getByRole("navigation", { name: "Run" });
  await tabs.getByRole("link", { name: tab, exact: true }).click();
  await expect(page.locator(shown).first()).toBeVisible();
};

/** Projects, runs and reports, of which every demo has some. */
export const workViews: View[] = [
  { name: "projects", show: (page) => open(page, "/vision/projects") },
  {
    name: "project",
    show: async (page) => {
      await first(page, "projects");
      await expect(page.locator(".made__name").first()).toBeVisible();
    },
  },
  {
    name: "new-project",
    show: async (page) => {
      await open(page, "/vision/projects");
      await page.getByRole("button", { name: "New project" }).click();
      await expect(page.getByRole("dialog", { name: "New project" })).toBeVisible();
    },
  },
  { name: "runs", show: (page) => open(page, "/vision/runs") },
  { name: "run", show: run("Overview", ".run__facts") },
  { name: "run-charts", show: run("Charts", ".chart canvas") },
  { name: "run-config", show: run("Config and summary", ".run__tables") },
  { name: "run-logs", show: run("Logs", ".log") },
  { name: "run-files", show: run("Files", "table, .empty") },
  { name: "reports", show: (page) => open(page, "/vision/reports") },
  { name: "report", show: (page) => first(page, "reports") },
  {
    name: "write-report",
    show: async (page) => {
      await open(page, "/vision/reports/new");
      await page.getByLabel("Title").fill("What the learning rate does");
      await page.getByRole("textbox", { name: "Body" }).fill("# Summary\n\nA rate of **0.001** is best.\n\n| rate | loss |\n|---|---|\n| 0.01 | 0.61 |\n| 0.001 | 0.22 |\n");
      await expect(page.locator(".markdown strong")).toBeVisible();
    },
  },
];
