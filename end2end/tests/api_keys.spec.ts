import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { GUEST, open, openMenuOf, signIn, signUp } from "../support/people.ts";

const held = useRollcall({ demo: { users: 30, days: 5 }, env: { ROLLCALL_OPEN_SIGNUP: "true" } });

const section = (page: Page) => page.locator("#api-keys");

/** What the API says to whoever shows the key. */
async function viewer(page: Page, key: string): Promise<{ status: number; body: Record<string, unknown> }> {
  return page.evaluate(async (key) => {
    const answer = await fetch("/api/v1/viewer", { headers: { Authorization: `Bearer ${key}` } });
    return { status: answer.status, body: await answer.json() };
  }, key);
}

/** Copies the key that is shown, by its button. */
async function copy(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  expect(key).toMatch(/^rollcall-[A-Za-z0-9]{40}$/);
  return key;
}

async function typeName(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "New API key" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Make API key" }).click();
}

test("a key is made, copied, used, replaced and revoked", async ({ page, trouble }) => {
  trouble.expect(401);
  await signIn(page, undefined, "/settings");
  await expect(section(page).getByText("No API keys yet")).toBeVisible();
  await section(page).getByRole("button", { name: "New API key" }).click();
  await typeName(page, "nightly run");
  await expect(page.getByLabel("API key", { exact: true })).toBeFocused();
  const key = await copy(page);
  expect(await viewer(page, key)).toMatchObject({ status: 200, body: { kind: "user", username: "ada.okafor" } });

  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Copy your API key" })).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(key)).toHaveCount(0);
  await open(page, "/settings");
  expect(await page.content()).not.toContain(key);
  await expect(section(page).getByText(`${key.slice(0, 17)}…`)).toBeVisible();
  await expect(section(page).getByText(/^used/)).toBeVisible();

  await openMenuOf(page, "nightly run");
  await page.getByRole("menuitem", { name: "Replace…" }).click();
  const replace = page.getByRole("dialog", { name: "Replace nightly run?" });
  await replace.getByLabel("The old key").selectOption("1h");
  await replace.getByRole("button", { name: "Replace" }).click();
  const next = await copy(page);
  await page.getByRole("button", { name: "Done" }).click();
  expect([(await viewer(page, key)).status, (await viewer(page, next)).status]).toEqual([200, 200]);
  await expect(section(page).getByText("nightly run")).toHaveCount(2);

  const row = section(page).locator(".item", { hasText: next.slice(9, 17) });
  await row.getByRole("button", { name: "Actions for nightly run" }).click();
  await page.getByRole("menuitem", { name: "Revoke…" }).click();
  await page.getByRole("dialog", { name: "Revoke nightly run?" }).getByRole("button", { name: "Revoke" }).click();
  await expect(section(page).getByText("nightly run")).toHaveCount(1);
  expect((await viewer(page, next)).status).toBe(401);
});

test("an old sign-in types the password, and then the key is made", async ({ page, trouble }) => {
  trouble.expect(403);
  await signIn(page, undefined, "/settings");
  held.app.pretend("UPDATE session SET confirmed_at = 0");
  await section(page).getByRole("button", { name: "New API key" }).click();
  await typeName(page, "laptop");
  const dialog = page.getByRole("dialog", { name: "New API key" });
  await dialog.getByLabel("Your password").fill("seven quiet harbours at dawn");
  await dialog.getByRole("button", { name: "Confirm and go on" }).click();
  await copy(page);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(section(page).getByText("laptop")).toBeVisible();
});

test("the key that a login made dies with the access of whoever made it", async ({ page, somebody, trouble }) => {
  trouble.expect(401);
  const guest = await somebody();
  await open(guest, "/signup");
  await signUp(guest, GUEST);
  await guest.waitForURL("/organization");
  trouble.expect(403);
  await open(guest, "/authorize");
  await guest.getByRole("button", { name: "Make API key" }).click();
  const key = await copy(guest);
  expect(await viewer(guest, key)).toMatchObject({ status: 200, body: { username: GUEST.username, role: "member" } });

  await signIn(page, undefined, `/organization?q=${GUEST.username}`);
  await openMenuOf(page, GUEST.name);
  await page.getByRole("menuitem", { name: "Deactivate" }).click();
  const question = page.getByRole("dialog", { name: `Deactivate ${GUEST.name}?` });
  await expect(question.getByText("1 API key stops working for good.")).toBeVisible();
  await question.getByRole("button", { name: "Deactivate" }).click();
  await expect(question).toBeHidden();
  expect((await viewer(page, key)).status).toBe(401);
});

test("a service account of the organization has keys of its own", async ({ page, trouble }) => {
  trouble.expect(401);
  await signIn(page, undefined, "/organization/settings");
  const accounts = page.locator("#service-accounts");
  await accounts.getByRole("button", { name: "New service account" }).click();
  const dialog = page.getByRole("dialog", { name: "New service account" });
  await dialog.getByLabel("Name").fill("trainer");
  await dialog.getByRole("button", { name: "Create service account" }).click();
  await expect(dialog.getByText("Choose a team.")).toBeVisible();
  await dialog.getByLabel("Default team").selectOption({ index: 1 });
  await dialog.getByRole("button", { name: "Create service account" }).click();
  await expect(dialog).toBeHidden();

  await accounts.getByRole("button", { name: "API keys of trainer" }).click();
  await accounts.getByRole("button", { name: "New API key" }).click();
  await typeName(page, "job");
  const key = await copy(page);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(accounts.getByText("1 API key · never used")).toBeVisible();
  expect(await viewer(page, key)).toMatchObject({ status: 200, body: { kind: "service_account", name: "trainer" } });

  await openMenuOf(page, "trainer");
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  const question = page.getByRole("dialog", { name: "Remove trainer?" });
  await question.getByRole("button", { name: "Remove service account" }).click();
  await expect(accounts.getByText("trainer")).toHaveCount(0);
  expect((await viewer(page, key)).status).toBe(401);
});

test("an old sign-in types the password, and then the organization has its new name", async ({ page, trouble }) => {
  trouble.expect(403);
  await signIn(page, undefined, "/organization/settings");
  held.app.pretend("UPDATE session SET confirmed_at = 0");
  const general = page.locator("#general");
  await general.getByLabel("Organization name").fill("Northwind Labs");
  await general.getByRole("button", { name: "Save" }).click();
  await general.getByLabel("Your password").fill("seven quiet harbours at dawn");
  await general.getByRole("button", { name: "Confirm and save" }).click();
  await expect(page.getByText("The organization is renamed.")).toBeVisible();
  await expect(general.getByLabel("Organization name")).toHaveValue("Northwind Labs");
});
