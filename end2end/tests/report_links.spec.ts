import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn } from "../support/people.ts";

const held = useRollcall({ demo: { users: 60, days: 30 } });

/** Publishes a report about a project that the whole team sees, and nobody else. */
async function publish(page: Page, title: string, body: string): Promise<void> {
  await open(page, "/vision/projects");
  const ours = page.locator("tr").filter({ has: page.getByText("Team", { exact: true }) }).locator(".made__name");
  const project = await ours.first().innerText();
  await open(page, "/vision/reports/new");
  await page.getByLabel("Project").selectOption({ label: project });
  await page.getByLabel("Title").fill(title);
  await page.getByRole("textbox", { name: "Body" }).fill(body);
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

const shareButton = (page: Page) => page.getByRole("button", { name: "Share", exact: true });
const shareDialog = (page: Page) => page.getByRole("dialog", { name: "Share this report" });
const isPublic = (page: Page) => page.getByText("Public link", { exact: true });

/** Makes a link to the report on show. */
async function share(page: Page): Promise<string> {
  await shareButton(page).click();
  await shareDialog(page).getByRole("button", { name: "Make a link" }).click();
  const link = await shareDialog(page).getByLabel("Link").inputValue();
  await shareDialog(page).getByRole("button", { name: "Done" }).click();
  return link;
}

test("a report is shared by a link that strangers read until it is taken back", async ({ page, somebody, trouble }) => {
  await signIn(page);
  await publish(page, "What the rate did", "It is **better**.");
  await expect(isPublic(page)).toHaveCount(0);
  await shareButton(page).click();
  await expect(shareDialog(page).getByText("There is no link yet.")).toBeVisible();
  await page.keyboard.press("Escape");
  const link = await share(page);
  expect(link).toMatch(new RegExp(`^${held.app.url}/public/[A-Za-z0-9_-]{43}$`));
  await expect(isPublic(page)).toBeVisible();

  const stranger = await somebody();
  await open(stranger, link);
  await expect(stranger.getByRole("heading", { level: 1, name: "What the rate did" })).toBeVisible();
  await expect(stranger.locator("article strong")).toHaveText("better");
  await expect(stranger.getByRole("navigation")).toHaveCount(0);
  expect(await stranger.context().cookies()).toEqual([]);

  await shareButton(page).click();
  await expect(shareDialog(page).getByText(/made a link/)).toBeVisible();
  await shareDialog(page).getByRole("button", { name: "Take the link back" }).click();
  await expect(isPublic(page)).toHaveCount(0);
  trouble.expect(404);
  const answer = await stranger.reload();
  expect(answer?.status()).toBe(404);
  await expect(stranger.getByText("This link opens nothing")).toBeVisible();
});

test("a stranger who follows a link in a report comes to the login", async ({ page, somebody }) => {
  await signIn(page);
  await publish(page, "Where to go on", "See [the runs](/vision/runs).");
  const link = await share(page);

  const stranger = await somebody();
  await open(stranger, link);
  await stranger.getByRole("link", { name: "the runs" }).click();
  await expect(stranger).toHaveURL("/login?next=/vision/runs");
});

test("where a team has no public links the page says so before the click, and a link that is there opens nothing", async ({ page }) => {
  await signIn(page);
  await publish(page, "Shared before", "Nothing.");
  await share(page);
  await publish(page, "Written before", "Nothing.");
  await open(page, "/vision/settings/privacy");
  const turned = page.waitForResponse("**/api/fn/set_team_switch");
  await page.getByRole("checkbox", { name: /No public links to reports of private projects/ }).check();
  await turned;

  await open(page, "/vision/reports?q=written+before");
  await page.locator(".made__name").first().click();
  await expect(shareButton(page)).toHaveAttribute("aria-disabled", "true");
  await shareButton(page).focus();
  await expect(page.getByRole("tooltip").filter({ hasText: "no public links" })).toBeVisible();

  await open(page, "/vision/reports?q=shared+before");
  await page.locator(".made__name").first().click();
  await expect(isPublic(page)).toHaveCount(0);
  await shareButton(page).click();
  await expect(shareDialog(page).getByText("The link opens nothing now. This team has no public links")).toBeVisible();
  await expect(shareDialog(page).getByRole("button", { name: "Make a new link" })).toHaveAttribute("aria-disabled", "true");
  await shareDialog(page).getByRole("button", { name: "Take the link back" }).click();
  await expect(shareButton(page)).toHaveAttribute("aria-disabled", "true");
});
