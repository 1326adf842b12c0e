import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { alive, open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";

useRollcall({ demo: { users: 5, days: 5 } });

const PARTS = /\/pkg\/split_.*\.wasm$/;

/** Answers for the files of parts with an error for now; returns what ends that. */
async function broken(page: Page): Promise<() => Promise<void>> {
  await page.route(PARTS, (route) => route.fulfill({ status: 503, body: "" }));
  return () => page.unroute(PARTS);
}

/** The loader says the same once more, in its own words. */
const FAILURES = [/status of 503/, /Failed to execute 'compile'|instantiateStreaming|HTTP status code is not ok/i];

test("a part that cannot be fetched says so, and comes at the next try", async ({ page, trouble }) => {
  trouble.expectWords(...FAILURES);
  await signIn(page, ADMIN, "/organization");
  const mend = await broken(page);
  await open(page, "/organization");
  const add = page.getByRole("button", { name: "Add user" });

  await add.click();

  const messages = page.getByRole("region", { name: "Messages" });
  await expect(messages).toContainText("Could not load this part of the page.");
  await mend();
  await add.click();
  await expect(page.getByRole("dialog", { name: "Add user" }).getByLabel("Email")).toBeFocused();
});

test("what is typed before the palette is there is in its field", async ({ page }) => {
  await signIn(page, ADMIN, "/organization");
  await page.route(PARTS, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await open(page, "/organization");

  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("user set", { delay: 30 });

  const field = page.getByRole("combobox", { name: /^Jump to/ });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("user set");
  await page.keyboard.type("t");
  await expect(field).toHaveValue("user sett");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings");
});

test("an activity summary comes although its part takes long, unless one has left by then", async ({ page }) => {
  await signIn(page, ADMIN, "/organization");
  await page.route(PARTS, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue();
  });
  const summary = page.getByRole("tooltip").filter({ hasText: "activity summary" }).and(page.locator(":popover-open"));
  const places = page.locator(".when-cell .tooltip");

  await open(page, "/organization");
  await places.nth(1).focus();
  await expect(summary).toBeVisible();

  await open(page, "/organization");
  const fetched = page.waitForResponse(PARTS);
  await places.nth(1).focus();
  await page.getByRole("searchbox").focus();
  await fetched;
  await page.waitForTimeout(600);
  await expect(summary).toHaveCount(0);
});

test("a page whose part cannot be fetched can be read, and its forms sent", async ({ page, trouble }) => {
  trouble.expectWords(...FAILURES);
  await broken(page);

  await page.goto("/login");
  await page.getByLabel("E-mail or username").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Log in" }).click();

  await expect(page).toHaveURL("/");
});

test("a page is fetched with its part, whether one comes to it by a link or by its address", async ({ page }) => {
  await signIn(page, ADMIN, "/organization");
  for (const path of ["/organization/history", "/organization/settings", "/settings", "/"]) {
    await page.locator(`nav a[href="${path}"], .menu__item[href="${path}"]`).first().evaluate((link: HTMLElement) => link.click());
    await expect(page).toHaveURL(path);
    const title = await page.getByRole("heading", { level: 1 }).textContent();
    await page.reload();
    await alive(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title ?? "");
  }
});
