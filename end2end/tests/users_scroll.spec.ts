import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { alive, open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";
import { rows, scrollTo, search, table, users } from "../support/users.ts";

const home = (page: Page) => page.getByRole("link", { name: "Home", exact: true });

useRollcall({ demo: { users: 620, days: 10 } });

test.beforeEach(async ({ page }) => {
  await signIn(page, ADMIN, "/organization");
});

test("each row says which of how many it is", async ({ page }) => {
  await expect(table(page)).toHaveAttribute("aria-rowcount", "621");
  await expect(rows(page).first()).toHaveAttribute("aria-rowindex", "2");
  await expect(page.getByText("Rows 1 to 50 of 620")).toBeAttached();
  await rows(page).last().scrollIntoViewIfNeeded();
  await expect(rows(page)).not.toHaveCount(50);
  await expect(rows(page).nth(99)).toHaveAttribute("aria-rowindex", "101");
});

test("more rows are there before one comes to the end", async ({ page }) => {
  const seen = page.evaluate(
    () =>
      new Promise<boolean>((done) => {
        const end = document.querySelector(".list-end [role=status]")!;
        new IntersectionObserver((entries) => entries.some((it) => it.isIntersecting) && done(true)).observe(end);
        setTimeout(() => done(false), 3000);
      }),
  );
  await page.mouse.move(700, 700);
  for (let step = 0; step < 28; step++) {
    await page.mouse.wheel(0, 100);
    await page.waitForTimeout(80);
  }
  expect(await seen).toBe(false);
  await expect(rows(page)).not.toHaveCount(50);
});

test("somebody who moves down the list before one scrolls there is on it once, as they are now", async ({ page, context }) => {
  const team = "/organization?team=recommendations&status=active&sort=role&dir=desc";
  await open(page, team);
  const member = `#${await rows(page).first().getAttribute("id")}`;
  const isAdmin = (where: Page) => where.locator(member).getByRole("button", { name: /: Admin. Change$/ });
  const other = await context.newPage();
  await open(other, team);
  await other.locator(member).getByRole("button", { name: /: Member. Change$/ }).click();
  const saved = other.waitForResponse("**/api/fn/set_user_role");
  await other.locator(member).getByRole("combobox").selectOption("Admin");
  // It is shown before it is saved.
  expect((await saved).status()).toBe(200);

  await scrollTo(page, "the end of the list.");

  await expect(page.locator(member)).toHaveCount(1);
  await expect(isAdmin(page)).toBeVisible();
});

test("where a question cuts in and fails, no row is missing behind those on show", async ({ page, trouble }) => {
  trouble.expect(503);
  // Where rows are this high, the end of the list does not ask again before one scrolls towards it.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => {
    const { requestAnimationFrame: next } = window;
    Object.assign(window, { goOn: () => (window.requestAnimationFrame = next) });
    window.requestAnimationFrame = () => 0;
  });
  await search(page).fill("north");
  await expect(rows(page)).toHaveCount(20);
  await page.route("**/api/fn/list_users", (route) => route.fulfill({ status: 503, json: { Domain: "Busy" } }), { times: 1 });
  await search(page).fill("northwind");
  await expect(users(page).getByRole("button", { name: "Try again" })).toBeVisible();
  await page.evaluate("goOn()");

  const first = () => rows(page).evaluateAll((all) => all.slice(0, 50).map((row) => row.id));

  await page.mouse.move(200, 700);
  await page.mouse.wheel(0, 20_000);

  await expect.poll(async () => (await first()).length).toBe(50);
  const shown = await first();
  await page.reload();
  expect(await first()).toEqual(shown);
});

test("five hundred rows are enough for one page, and Back comes to where one was", async ({ page }) => {
  await scrollTo(page, "Rows 1 to 500 of 620");
  await expect(rows(page)).toHaveCount(500);
  await page.waitForTimeout(300);
  await expect(rows(page)).toHaveCount(500);
  const y = await page.evaluate(() => scrollY);

  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page).toHaveURL(/before=500#users/);
  await expect(rows(page).first()).toHaveAttribute("aria-rowindex", "502");
  await scrollTo(page, "Rows 501 to 620, the end of the list.");
  await expect(page.getByRole("link", { name: "Next page" })).toHaveCount(0);

  await page.goBack();
  await expect(rows(page)).toHaveCount(500);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(y);
  await page.goForward();
  await expect(rows(page).first()).toHaveAttribute("aria-rowindex", "502");
  await page.getByRole("link", { name: "First page" }).click();
  await expect(rows(page).first()).toHaveAttribute("aria-rowindex", "2");
});

for (const width of [1440, 768, 390]) {
  test(`who opens another page and comes back finds the same rows at the same place at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page, "/organization?sort=email&dir=desc");
    const inView = () =>
      page.evaluate(() => [...document.querySelectorAll("tbody tr")].find((row) => row.id && row.getBoundingClientRect().top > 200)?.id ?? "");
    const top = (id: string) => page.evaluate((id) => Math.round(document.getElementById(id)?.getBoundingClientRect().top ?? 0), id);
    await rows(page).nth(48).scrollIntoViewIfNeeded();
    await expect(rows(page)).not.toHaveCount(50);
    await rows(page).nth(90).scrollIntoViewIfNeeded();
    await page.waitForLoadState("networkidle");
    const [shown, id] = [await rows(page).count(), await inView()];
    expect(id).toMatch(/^user-/);
    const before = await top(id);

    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await leave(page);
    await expect(page).toHaveURL("/");
    await page.goBack();
    await alive(page);
    await expect(rows(page)).toHaveCount(shown);
    await expect.poll(async () => Math.abs((await top(id)) - before)).toBeLessThan(40);
    expect(asked).not.toContain("/api/fn/list_users");
  });
}

test("who comes anew begins at the top", async ({ page }) => {
  await rows(page).nth(48).scrollIntoViewIfNeeded();
  await expect(rows(page)).not.toHaveCount(50);
  await home(page).click();
  await expect(page).toHaveURL("/");
  await page.getByRole("link", { name: "Organization dashboard", exact: true }).click();
  await expect(rows(page)).toHaveCount(50);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test("the header stays in view, and at 768 pixels the name as well", async ({ page }) => {
  const header = page.getByRole("columnheader", { name: "Name" });
  await rows(page).nth(40).scrollIntoViewIfNeeded();
  await expect(header).toBeInViewport();

  await page.setViewportSize({ width: 768, height: 900 });
  await rows(page).nth(45).scrollIntoViewIfNeeded();
  await page.locator(".users__scroll").evaluate((it) => it.scrollBy(400, 0));
  await expect(header).toBeInViewport();
  const [left, box, name] = await page.evaluate(() => {
    const at = (selector: string) => document.querySelector(selector)!.getBoundingClientRect().left;
    return [at(".users__scroll"), at("tbody tr:nth-child(45) .tick"), at("tbody tr:nth-child(45) .name-cell")];
  });
  expect(Math.abs(box - left)).toBeLessThanOrEqual(1);
  expect(Math.abs(name - left - 40)).toBeLessThanOrEqual(1);
});

test("rows out of view are not drawn", async ({ page }) => {
  const skipped = await rows(page)
    .last()
    .evaluate((row) => !row.querySelector("td")!.checkVisibility({ contentVisibilityAuto: true } as CheckVisibilityOptions));
  expect(skipped).toBe(true);
});

test("without JavaScript one walks the list by links", async ({ browser, page, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, storageState: await page.context().storageState() });
  const plain = await context.newPage();
  await plain.goto("/organization");
  await plain.getByRole("link", { name: "Next page" }).click();
  await expect(rows(plain).first()).toHaveAttribute("aria-rowindex", "52");
  await plain.getByRole("link", { name: "First page" }).click();
  await expect(rows(plain).first()).toHaveAttribute("aria-rowindex", "2");
  await context.close();
});

/** Follows the link to another page without scrolling to it, as what opens a page from a row does. */
async function leave(page: Page): Promise<void> {
  await page.locator(".nav__link[href='/']").dispatchEvent("click");
}
