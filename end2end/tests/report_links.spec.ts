import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn } from "../support/people.ts";

const held = useRollcall({ demo: { users: 60, days: 30 } });

test("a report is shared by a link that strangers read until it is taken back", async ({ page, browser, trouble }) => {
  trouble.expect(404);
  await signIn(page);
  await open(page, "/vision/reports");
  await page.locator("tr").filter({ has: page.getByText("Published", { exact: true }) }).locator(".made__name").first().click();
  const title = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
  const text = (await page.locator("article .markdown").innerText()).trim();
  await expect(page.getByText("Public link", { exact: true })).toHaveCount(0);

  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share this report" });
  await expect(dialog.getByText("There is no link yet.")).toBeVisible();
  await dialog.getByRole("button", { name: "Make a link" }).click();
  const link = await dialog.getByLabel("Link").inputValue();
  expect(link).toMatch(new RegExp(`^${held.app.url}/public/[A-Za-z0-9_-]{43}$`));
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Public link", { exact: true })).toBeVisible();

  const stranger = await browser.newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole("heading", { level: 1, name: title })).toBeVisible();
  expect((await stranger.locator("article .markdown").innerText()).trim()).toBe(text);
  await expect(stranger.getByRole("navigation")).toHaveCount(0);
  expect(await stranger.context().cookies()).toEqual([]);

  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(dialog.getByText(/made a link/)).toBeVisible();
  await dialog.getByRole("button", { name: "Take the link back" }).click();
  await expect(page.getByText("Public link", { exact: true })).toHaveCount(0);
  const answer = await stranger.reload();
  expect(answer?.status()).toBe(404);
  await expect(stranger.getByText("This link opens nothing")).toBeVisible();
  await stranger.close();
});

test("where a team has no public links the page says so before the click", async ({ page }) => {
  await signIn(page);
  await open(page, "/vision/settings/privacy");
  await page.getByRole("checkbox", { name: /No public links to reports of private projects/ }).check();
  await page.waitForLoadState("networkidle");

  await open(page, "/vision/projects");
  const ours = await page.locator("tr").filter({ has: page.getByText("Team", { exact: true }) }).locator(".made__name").first().innerText();
  await open(page, "/vision/reports");
  await page.locator("tr").filter({ hasText: ours }).locator(".made__name").first().click();

  const share = page.getByRole("button", { name: "Share", exact: true });
  await expect(share).toHaveAttribute("aria-disabled", "true");
  await share.focus();
  await expect(page.getByRole("tooltip").filter({ hasText: "no public links" })).toBeVisible();
});
