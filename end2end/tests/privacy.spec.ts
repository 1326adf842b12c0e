import { expect, test, useRollcall } from "../support/fixtures.ts";
import { alive, open, signIn } from "../support/people.ts";

useRollcall({ demo: { users: 60, days: 20 } });

test("what an admin of the organization decides for all teams holds in each, and each says so", async ({ page }) => {
  await signIn(page);
  await open(page, "/organization/settings");
  const decision = page.getByRole("combobox", { name: "Make all future projects private" });
  await expect(decision).toHaveValue("each_team");
  await decision.selectOption("On in all teams");
  await page.waitForLoadState("networkidle");
  await page.reload();
  await alive(page);
  await expect(decision).toHaveValue("on");

  await open(page, "/vision/settings/privacy");
  const own = page.getByRole("checkbox", { name: /Make all future projects private/ });
  await expect(own).toBeChecked();
  await expect(own).toBeDisabled();
  await expect(page.getByText("An admin of the organization has decided this for all teams.")).toHaveCount(1);
  await expect(page.getByRole("checkbox", { name: /Any member may invite/ })).toBeEnabled();

  await open(page, "/vision/projects");
  await page.getByRole("button", { name: "New project" }).click();
  const visibility = page.getByRole("dialog").getByLabel("Visibility");
  await expect(visibility.getByRole("option")).toHaveText(["Private", "Team"]);
  await expect(page.getByRole("dialog").getByText("An admin of the organization has decided this")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.locator("tr").filter({ has: page.getByText("Team", { exact: true }) }).locator(".made__name").first().click();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(page.getByLabel("Visibility").getByRole("option")).toHaveText(["Private", "Team"]);
  await expect(page.getByText("An admin of the organization has decided this")).toBeVisible();
});
