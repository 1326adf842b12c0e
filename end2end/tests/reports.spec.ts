import { expect, test, useRollcall } from "../support/fixtures.ts";
import { asAdmin, join, setTeamRole } from "../support/links.ts";
import { alive, open, person, signIn } from "../support/people.ts";

const held = useRollcall({ demo: { users: 60, days: 30 } });

const WRITER = person("wren", "Wren Sato");
const READER = person("rita", "Rita Holm");
const OUTSIDER = person("otto", "Otto Falk");
let team = "";
let report = "";

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await asAdmin(browser, held.app);
  const teams = await page.request.post("/api/fn/list_teams", { headers: { Origin: held.app.url }, form: {} });
  const first = (await teams.json())[0];
  team = first.name;
  await join(page, held.app, WRITER, [first.id]);
  await join(page, held.app, READER, [first.id]);
  await join(page, held.app, OUTSIDER, []);
  setTeamRole(held.app, READER, "view_only");
  await page.close();
});

test("a member writes a report, sees what it will look like, and publishes it", async ({ page, trouble }) => {
  trouble.expect(422);
  await signIn(page, WRITER, `/${team}/reports`);
  await page.getByRole("button", { name: "Write a report" }).click();
  await expect(page).toHaveURL(`/${team}/reports/new`);

  await page.getByLabel("Body").fill("# Findings\n\nIt is **better**.\n\n<script>alert(1)</script>\n\n- [x] done");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByRole("heading", { name: "Findings" })).toBeVisible();
  await expect(preview.locator("strong")).toHaveText("better");
  await expect(preview.locator("script")).toHaveCount(0);

  await page.getByRole("button", { name: "Save as a draft" }).click();
  await expect(page.getByText("Type a title.")).toBeVisible();
  await page.getByLabel("Title").fill("What the new rate did");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await expect(page.getByRole("heading", { name: "What the new rate did", level: 1 })).toBeVisible();
  await expect(page.getByText("Draft", { exact: true })).toBeVisible();
  report = new URL(page.url()).pathname;

  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Published", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByLabel("Body").fill("# Findings\n\nIt is *much* better.");
  await expect(preview.locator("em")).toHaveText("much");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.locator("article em")).toHaveText("much");
});

test("a view-only member reads it and cannot change it", async ({ page }) => {
  await signIn(page, READER, `/${team}/reports`);
  const write = page.getByRole("button", { name: "Write a report" });
  await expect(write).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("searchbox", { name: "Search reports" }).fill("new rate");
  await page.getByRole("link", { name: "What the new rate did" }).click();
  await expect(page.locator("article em")).toHaveText("much");
  for (const name of ["Edit", "Back to draft", "Delete"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
});

test("an outsider is told that it does not exist", async ({ page, trouble }) => {
  trouble.expect(404);
  await signIn(page, OUTSIDER);
  for (const path of [report, `/${team}/reports`, `/${team}/runs`, `/${team}/nothing`]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
  }
});

test("a draft is deleted by its author after a question", async ({ page }) => {
  await signIn(page, WRITER, `/${team}/reports/new`);
  await page.getByLabel("Title").fill("Scratch");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await expect(page.getByRole("heading", { name: "Scratch", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete report" }).click();
  await expect(page).toHaveURL(`/${team}/reports`);
  await open(page, `/${team}/reports?q=Scratch`);
  await alive(page);
  await expect(page.getByText("No report matches")).toBeVisible();
});
