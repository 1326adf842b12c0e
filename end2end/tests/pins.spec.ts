import { expect, test, useRollcall } from "../support/fixtures.ts";
import { becomeAnother } from "../support/links.ts";
import { ADMIN } from "../support/server.ts";
import { open, signIn } from "../support/people.ts";

const held = useRollcall({ demo: { users: 200, days: 60 } });

test("an admin pins a project and a report from their pages, moves and unpins them; members see them without the controls", async ({ page, somebody }) => {
  await signIn(page, ADMIN);
  const headers = { Origin: held.app.url };
  const team = await (await page.request.post("/api/fn/create_team", { headers, form: { name: "optics", storage: "instance" } })).json();
  expect(team).toBe("/optics");
  const { id } = await (await page.request.post("/api/fn/get_team", { headers, form: { team: "optics" } })).json();
  for (const [name, visibility] of [["lenses", "team"], ["secrets", "private"]]) {
    await page.request.post("/api/fn/create_project", { headers, data: { project: { team: id, name, description: "", visibility } } });
  }

  await open(page, "/optics");
  const pinned = page.getByRole("region", { name: "Pinned" });
  await expect(pinned).toContainText("Pin projects and reports from their own pages");
  for (const name of ["lenses", "secrets"]) {
    await open(page, `/optics/${name}`);
    await page.getByRole("button", { name: "Pin to team home" }).click();
    await expect(page.getByRole("button", { name: "Unpin" })).toBeVisible();
  }
  await open(page, "/optics/reports/new");
  await page.getByLabel("Title").fill("What glass does");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("heading", { name: "What glass does", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Pin to team home" }).click();
  await expect(page.getByText("It is on the team's home page now.")).toBeVisible();

  await open(page, "/optics");
  const names = pinned.getByRole("listitem").getByRole("link");
  await expect(names).toHaveText(["lenses", "secrets", "What glass does"]);
  await expect(pinned.getByRole("listitem").nth(1)).toContainText("Private project · No run yet");
  await expect(pinned.getByRole("listitem").nth(2)).toContainText(/Report in \w+ · Edited/);
  const earlier = page.getByRole("button", { name: "Move What glass does earlier" });
  await earlier.focus();
  await page.keyboard.press("Enter");
  await expect(names).toHaveText(["lenses", "What glass does", "secrets"]);
  await expect(earlier).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(names).toHaveText(["What glass does", "lenses", "secrets"]);
  await page.reload();
  await expect(names).toHaveText(["What glass does", "lenses", "secrets"]);

  const mate = await somebody();
  await becomeAnother(mate, held.app, "mia");
  await open(page, "/optics/settings/members");
  await page.getByRole("searchbox", { name: "Enter an email or username" }).fill("mia");
  await page.getByRole("button", { name: "Invite mia" }).click();
  await expect(page.getByText("mia is in the team.")).toBeVisible();
  await open(mate, "/optics");
  await expect(mate.getByRole("region", { name: "Pinned" }).getByRole("link")).toHaveText(["What glass does", "lenses"]);
  await expect(mate.getByRole("region", { name: "Pinned" }).getByRole("button")).toHaveCount(0);
  const card = mate.getByRole("region", { name: "Pinned" }).getByRole("listitem").first();
  const name = await card.getByRole("link").boundingBox();
  const kind = await card.locator("small").boundingBox();
  expect(kind?.y, "what it is stands under its name").toBeGreaterThanOrEqual((name?.y ?? 0) + (name?.height ?? 0));
  await open(mate, "/optics/lenses");
  await expect(mate.getByRole("button", { name: /pin/i })).toHaveCount(0);

  await open(page, "/optics");
  await page.getByRole("button", { name: "Unpin lenses" }).click();
  await expect(names).toHaveText(["What glass does", "secrets"]);
  await page.reload();
  await expect(names).toHaveText(["What glass does", "secrets"]);
});

test("the teams of a demo have pinned something", async ({ page }) => {
  await signIn(page, ADMIN);
  await open(page, "/vision");
  const pinned = page.getByRole("region", { name: "Pinned" });
  await expect(pinned.getByRole("listitem").filter({ hasText: "Project" })).not.toHaveCount(0);
  await pinned.getByRole("link").first().click();
  await expect(page.locator("h1").first()).toBeVisible();
});

test("the ninth pin is refused in words", async ({ page, trouble }) => {
  trouble.expect(409);
  await signIn(page, ADMIN);
  const headers = { Origin: held.app.url };
  await page.request.post("/api/fn/create_team", { headers, form: { name: "crowded", storage: "instance" } });
  const { id } = await (await page.request.post("/api/fn/get_team", { headers, form: { team: "crowded" } })).json();
  for (let number = 1; number <= 9; number++) {
    const project = { team: id, name: `p${number}`, description: "", visibility: "team" };
    await page.request.post("/api/fn/create_project", { headers, data: { project } });
    const shown = await (await page.request.post("/api/fn/get_project", { headers, form: { team: "crowded", project: `p${number}` } })).json();
    if (number > 8) break;
    await page.request.post("/api/fn/set_pinned", { headers, data: { what: { project: shown.project.id }, pinned: true } });
  }
  await open(page, "/crowded/p9");
  await page.getByRole("button", { name: "Pin to team home" }).click();
  await expect(page.getByText("A team pins at most 8 projects and reports. Unpin one first.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Pin to team home" })).toBeVisible();
});
