import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn } from "../support/people.ts";

const held = useRollcall({ demo: { users: 200, days: 40 } });

/** The team with the most runs: the first of the demo. */
async function team(page: Page): Promise<{ id: string; name: string }> {
  const call = async (name: string, fields: object) =>
    (await page.request.post(`/api/fn/${name}`, { headers: { Origin: held.app.url }, data: fields })).json();
  const teams: { id: string; name: string }[] = await call("list_teams", {});
  let best = { ...teams[0], runs: -1 };
  for (const one of teams) {
    const page = await call("list_team_runs", { team: one.id, query: {}, after: null });
    if (page.total.rows > best.runs) best = { ...one, runs: page.total.rows };
  }
  return best;
}

const rows = (page: Page) => page.getByRole("region", { name: "Runs" }).locator("tbody tr");

test("runs are listed newest first, narrowed by state and found by name", async ({ page }) => {
  await signIn(page);
  const { name } = await team(page);
  await open(page, `/${name}/runs`);
  await expect(rows(page).first()).toBeVisible();
  const title = await rows(page).first().locator(".made__name").innerText();

  await page.getByLabel("State").selectOption("finished");
  await expect(page).toHaveURL(/state=finished/);
  await expect(rows(page).locator(".badge").filter({ hasNotText: "Finished" })).toHaveCount(0);
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByRole("searchbox", { name: "Search runs" }).fill(title.toUpperCase());
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Search runs" }).fill("no such run");
  await expect(page.getByText("No run matches")).toBeVisible();
});

test("a run tells what it was, what it measured, what it wrote and what it left", async ({ page }) => {
  await signIn(page);
  const { name } = await team(page);
  await open(page, `/${name}/runs`);
  await rows(page).first().locator(".made__name").click();
  const tabs = page.getByRole("navigation", { name: "Run" });
  await expect(page.getByText("Last heard of")).toBeVisible();

  await tabs.getByRole("link", { name: "Config and summary" }).click();
  await expect(page.getByRole("row", { name: /optimizer\.lr/ })).toBeVisible();
  await tabs.getByRole("link", { name: "Charts" }).click();
  await expect(page.locator(".run__chart")).toHaveCount(4);
  await expect(page.locator(".run__chart canvas").first()).toBeVisible();
  await tabs.getByRole("link", { name: "Logs" }).click();
  await expect(page.getByText("Loading the data")).toBeVisible();
  await tabs.getByRole("link", { name: "Files" }).click();
  await expect(page.getByRole("row", { name: /model\.safetensors/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /model\.safetensors/ })).toHaveCount(0);
  await expect(page.getByText("listed by the demo")).toBeVisible();
});

test("a run that a program logged is on its page, and its files are saved from there", async ({ page, request }) => {
  await signIn(page);
  const { name } = await team(page);
  const fields = { account: null, name: "trainer", expiry: "30d" };
  const made = await page.request.post("/api/fn/make_api_key", { headers: { Origin: held.app.url }, data: fields });
  const headers = { Authorization: `Bearer ${(await made.json()).secret}` };
  const projects = `/api/v1/teams/${name}/projects`;
  const program = async (path: string, data: object) => expect(await request.post(path, { headers, data })).toBeOK();
  await program(projects, { name: "logged" });
  await program(`${projects}/logged/runs`, { name: "lr=0.1", display_name: "A tenth" });
  const run = `${projects}/logged/runs/lr=0.1`;
  await program(`${run}/points`, { points: [0.9, 0.5, 0.2].map((value, step) => ({ metric: "loss", step, value })) });
  await program(`${run}/lines`, { lines: [{ text: "epoch 1 of 3" }, { text: "No GPU left", is_error: true }] });
  const file = { headers, data: "<script>alert(1)</script>" };
  expect(await request.put(`${run}/files/media/a%20page%23.html`, file)).toBeOK();

  await open(page, `/${name}/logged/runs/lr=0.1`);
  await expect(page.getByRole("heading", { name: "A tenth" })).toBeVisible();
  const tabs = page.getByRole("navigation", { name: "Run" });
  await tabs.getByRole("link", { name: "Charts" }).click();
  await expect(page.locator(".run__chart canvas")).toBeVisible();
  await tabs.getByRole("link", { name: "Logs" }).click();
  await expect(page.locator(".log__line--error")).toContainText("No GPU left");
  await tabs.getByRole("link", { name: "Files" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "media/a page#.html" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^a page.\.html$/);
  expect(await readFile(await download.path(), "utf8")).toBe("<script>alert(1)</script>");
});

test("an admin tags a run, says something about it, and deletes it", async ({ page }) => {
  await signIn(page);
  const { name } = await team(page);
  await open(page, `/${name}/runs`);
  const title = await rows(page).first().locator(".made__name").innerText();
  await rows(page).first().locator(".made__name").click();
  await page.getByRole("button", { name: "Edit tags and notes" }).click();
  await page.getByRole("textbox", { name: "Tags" }).fill("best, v2");
  await page.getByRole("textbox", { name: "Notes" }).fill("Ship this one.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Ship this one.")).toBeVisible();
  await expect(page.locator(".run__tags .chip")).toHaveText(["best", "v2"]);

  await page.getByRole("button", { name: "Delete run" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete run" }).click();
  await expect(page.getByRole("searchbox", { name: "Search runs" })).toBeVisible();
  await open(page, `/${name}/runs`);
  await expect(page.getByRole("link", { name: title, exact: true })).toHaveCount(0);
});

test("an empty project teaches how to log its first run", async ({ page, trouble }) => {
  trouble.expect(422);
  await signIn(page);
  const { name } = await team(page);
  await open(page, `/${name}/projects`);
  await page.getByRole("button", { name: "New project" }).click();
  const dialog = page.getByRole("dialog", { name: "New project" });
  await dialog.getByLabel("Name").fill("runs");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(dialog.getByText("is a page of the team")).toBeVisible();
  await dialog.getByLabel("Name").fill("brand-new");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL(`/${name}/brand-new`);
  await expect(page.getByText("Log your first run")).toBeVisible();
  await expect(page.getByText(`export WANDB_BASE_URL=${held.app.url}`)).toBeVisible();
  await expect(page.getByText(`wandb.init(entity="${name}", project="brand-new"`)).toBeVisible();
});
