import { expect, test, useRollcall } from "../support/fixtures.ts";
import { alive, open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";
import { chips, count, filter, rows, search, slowLists, table, users } from "../support/users.ts";

useRollcall({ demo: { users: 300, days: 60 } });

test.beforeEach(async ({ page }) => {
  await signIn(page, ADMIN, "/organization");
});

test("each filter shows that it is in effect, and goes by itself", async ({ page }) => {
  await filter(page, "Status").selectOption("Active");
  await filter(page, "Role").selectOption("Member");
  await expect(page).toHaveURL("/organization?status=active&role=member");
  await expect(chips(page)).toHaveText(["Status: Active", "Role: Member", "Clear all"]);
  await expect(rows(page).getByRole("button", { name: /^Role of .*: Admin/ })).toHaveCount(0);

  await page.getByRole("button", { name: "Remove the filter Status: Active" }).click();
  await expect(chips(page)).toHaveText(["Role: Member", "Clear all"]);
  await expect(filter(page, "Status")).toHaveValue("");
  await expect(filter(page, "Status")).toBeFocused();
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(chips(page)).toHaveCount(0);
  await expect(page).toHaveURL("/organization");
  await expect(count(page, "300 users")).toBeVisible();
});

test("removed people are not offered", async ({ page }) => {
  await expect(filter(page, "Status").getByRole("option")).toHaveText(["Any status", "Active", "Pending", "Deactivated"]);
});

test("teams are asked for when somebody comes to pick one", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await expect(filter(page, "Team").getByRole("option")).toHaveText(["Any team"]);
  await filter(page, "Team").hover();
  await expect(filter(page, "Team").getByRole("option")).not.toHaveCount(1);
  await filter(page, "Team").focus();
  expect(asked.filter((path) => path === "/api/fn/list_teams")).toHaveLength(1);

  const [, team] = await filter(page, "Team").getByRole("option").allTextContents();
  await filter(page, "Team").selectOption(team);
  await expect(page).toHaveURL(`/organization?team=${team}`);
  await expect(count(page, "300 users")).toHaveCount(0);
  for (const cell of await page.locator("td.teams-cell .chips").all()) {
    expect((await cell.getAttribute("title"))?.split(", ")).toContain(team);
  }

  await open(page, `/organization?team=${team}`);
  await expect(filter(page, "Team")).toHaveValue(team);
  await filter(page, "Team").hover();
  await expect(filter(page, "Team").getByRole("option")).not.toHaveCount(2);
  await expect(filter(page, "Team")).toHaveValue(team);
});

test("people are found by when they were last active", async ({ page }) => {
  await filter(page, "Last active").selectOption("Not in the last 30 days");
  await expect(page).toHaveURL(/active=before%3A/);
  await expect(chips(page).first()).toHaveText("Last active: Not in the last 30 days");
  await expect(rows(page).first()).toContainText(/month|year|days ago/);
  await filter(page, "Last active").selectOption("Never");
  await expect(page).toHaveURL(/active=never/);
  await expect(rows(page).first()).toContainText("Never");

  await filter(page, "Last active").selectOption("Before a date…");
  const day = page.getByLabel("Last active before", { exact: true });
  await expect(day).toBeFocused();
  await day.fill("2026-10-01");
  await expect(page).toHaveURL(/active=before%3A2026-10-01/);
  await expect(chips(page).first()).toHaveText("Last active: Before 1 Oct 2026");
  await page.reload();
  await expect(day).toHaveValue("2026-10-01");
  await expect(filter(page, "Last active")).toHaveValue("before");
});

test("filters are set and removed by keyboard alone", async ({ page }) => {
  await search(page).focus();
  await page.keyboard.press("Tab");
  await expect(filter(page, "Status")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/role=admin/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("End");
  const day = page.getByLabel("Last active on or after");
  await expect(day).toBeFocused();
  await page.keyboard.type("01012020");
  await expect(page).toHaveURL(/active=after%3A2020-01-01/);
  await expect(chips(page)).toHaveText(["Role: Admin", "Last active: On or after 1 Jan 2020", "Clear all"]);

  await page.getByRole("button", { name: "Remove the filter Role: Admin" }).focus();
  await page.keyboard.press("Enter");
  await expect(chips(page)).toHaveText(["Last active: On or after 1 Jan 2020", "Clear all"]);
  await expect(filter(page, "Status")).toBeFocused();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("filters lie behind a button that counts them", async ({ page }) => {
    const button = page.getByRole("button", { name: /^Filters/ });
    await expect(filter(page, "Role")).toBeHidden();
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(filter(page, "Role")).toBeVisible();
    await filter(page, "Role").selectOption("Admin");
    await filter(page, "Status").selectOption("Active");
    await expect(page.getByRole("button", { name: /^Show \d+ users?$/ })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(filter(page, "Role")).toBeHidden();
    await expect(button).toBeFocused();
    await expect(button).toHaveText("Filters (2)");

    await button.click();
    await page.getByRole("button", { name: /^Show/ }).click();
    await expect(filter(page, "Role")).toBeHidden();
    await expect(chips(page)).toHaveText(["Status: Active", "Role: Admin", "Clear all"]);
  });
});

test.describe("while the server is slow", () => {
  test("no key is lost, and the field never goes back", async ({ page }) => {
    await slowLists(page, () => 400);
    await search(page).focus();
    const seen: string[] = [];
    for (const [at, letter] of [..."ada.okafor"].entries()) {
      await page.keyboard.type(letter);
      // Now shorter, now longer than the field waits before it asks.
      await page.waitForTimeout(at % 3 === 0 ? 90 : 25);
      seen.push(await search(page).inputValue());
    }
    expect(seen).toEqual([..."ada.okafor"].map((_, at) => "ada.okafor".slice(0, at + 1)));
    await expect(rows(page)).toHaveCount(1);
    await expect(search(page)).toHaveValue("ada.okafor");
    await expect(page).toHaveURL("/organization?q=ada.okafor");
  });

  test("what is typed before the page comes alive is looked for", async ({ page }) => {
    await page.route("**/pkg/*.wasm", async (route) => {
      await new Promise((go) => setTimeout(go, 1000));
      await route.continue();
    });
    await page.goto("/organization");
    await search(page).pressSequentially("ada.okafor");
    await alive(page);
    await expect(rows(page)).toHaveCount(1);
    await expect(search(page)).toHaveValue("ada.okafor");
  });

  test("the old rows stay, marked as such, until the new ones are there", async ({ page }) => {
    await slowLists(page, () => 1500);
    const before = await rows(page).count();
    await search(page).fill("ada.okafor");
    await expect(table(page)).toHaveAttribute("aria-busy", "true");
    await expect(rows(page)).toHaveCount(before);
    // What is shown meanwhile still answers.
    await page.locator(".when-cell .tooltip").first().hover();
    await expect(page.getByRole("tooltip").filter({ hasText: "activity summary" })).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
    await expect(table(page)).not.toHaveAttribute("aria-busy");
  });

  test("the last answer wins", async ({ page }) => {
    const asked = await slowLists(page, (search) => (search === "a" ? 1500 : 0));
    await search(page).focus();
    await page.keyboard.type("a");
    await expect.poll(() => asked).toEqual(["a"]);
    await page.keyboard.type("da.okafor");
    await expect(rows(page)).toHaveCount(1, { timeout: 1000 });
    await page.waitForTimeout(1600);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText(ADMIN.email);
  });

  test("a refusal leaves the rows, says why, and can be tried again", async ({ page, trouble }) => {
    trouble.expect(503);
    await page.route("**/api/fn/list_users", (route) => route.fulfill({ status: 503, json: { Domain: "Busy" } }), { times: 1 });
    await search(page).fill("ada.okafor");
    await expect(users(page).getByText("The server is busy.")).toBeVisible();
    await expect(rows(page).first()).toBeVisible();
    await users(page).getByRole("button", { name: "Try again" }).click();
    await expect(rows(page)).toHaveCount(1);
    await expect(users(page).getByText("The server is busy.")).toBeHidden();
  });
});
