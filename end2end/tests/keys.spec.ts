import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { becomeMember } from "../support/links.ts";
import { alive, open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";

const held = useRollcall({ demo: { users: 60, days: 30 } });

const palette = (page: Page) => page.getByRole("dialog", { name: "Jump to a page or a person" });
const field = (page: Page) => page.getByRole("combobox", { name: /^Jump to a page/ });
const options = (page: Page) => page.getByRole("listbox", { name: "Commands, people and teams" }).getByRole("option");
const chosen = (page: Page) => options(page).and(page.locator("[aria-selected=true]"));
const opened = async (page: Page) => {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(field(page)).toBeFocused();
};
const keys = (page: Page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });

test.describe("an admin", () => {
  test.beforeEach(async ({ page }) => {
    await signIn(page, ADMIN, "/organization");
  });

  test("? lists the keys, Escape puts the list away, and the focus is where it was", async ({ page }) => {
    await expect(keys(page)).toHaveCount(0);
    const more = page.getByRole("button", { name: "More actions" });
    await more.focus();
    await page.keyboard.press("?");
    await expect(keys(page)).toBeVisible();
    for (const words of ["Ctrl K", "Search", "Next row", "Previous row", "Select the row", "Edit the role"]) {
      await expect(keys(page)).toContainText(words);
    }
    await page.keyboard.press("Escape");
    await expect(keys(page)).toBeHidden();
    await expect(more).toBeFocused();
  });

  test("the palette goes to a page by its keys alone", async ({ page }) => {
    const more = page.getByRole("button", { name: "More actions" });
    await more.focus();
    await page.keyboard.press("ControlOrMeta+k");
    await expect(palette(page)).toBeVisible();
    await expect(field(page)).toBeFocused();
    await expect(chosen(page)).toHaveText(/^Home/);
    await expect(field(page)).toHaveAttribute("aria-activedescendant", (await chosen(page).getAttribute("id")) ?? "");
    await page.keyboard.press("ArrowDown");
    await expect(chosen(page)).toHaveText(/^Organization dashboard/);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await expect(chosen(page)).toHaveText(/^Log out/);
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
    await expect(more).toBeFocused();

    for (const [typed, url] of [["hist", "/organization/history"], ["user set", "/settings"], ["organization set", "/organization/settings"], ["home", "/"], ["dash", "/organization"]]) {
      await opened(page);
      await page.keyboard.type(typed);
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(url);
      await expect(palette(page)).toBeHidden();
    }
  });

  test("typing a name finds people, and Enter shows their row", async ({ page }) => {
    await opened(page);
    await page.keyboard.type("a");
    await expect(options(page).filter({ hasText: "@" })).toHaveCount(6);
    await page.keyboard.type("dmin@roll");
    await expect(options(page)).toHaveCount(1);
    await expect(chosen(page)).toContainText(ADMIN.email);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/^[^?]+\/organization\?q=admin/);
    await expect(page.getByRole("searchbox")).toHaveValue(ADMIN.email);
    await expect(page.getByRole("status").filter({ hasText: "1 user" })).toBeVisible();
  });

  test("typing the name of a team, one's own or another, goes to its home page", async ({ page }) => {
    const mine = await page.getByRole("navigation", { name: "Main" }).locator(".nav__link .avatar--square + span").allInnerTexts();
    const other = ["vision", "language", "speech", "robotics"].find((name) => !mine.includes(name)) ?? "vision";
    for (const name of [mine[0], other]) {
      await opened(page);
      await page.keyboard.type(name);
      const option = options(page).filter({ hasText: "Team" }).filter({ hasText: name });
      await expect(option).toHaveCount(1);
      await expect(option.locator(".avatar--square")).toBeVisible();
      await option.click();
      await expect(page).toHaveURL(`/${name}`);
    }
  });

  test("what fits nothing says so", async ({ page }) => {
    await opened(page);
    await page.keyboard.type("zzzzzz");
    await expect(palette(page).getByText("Nothing matches.")).toBeVisible();
    await expect(field(page)).toHaveAttribute("aria-expanded", "false");
    await page.keyboard.press("Enter");
    await expect(palette(page)).toBeVisible();
  });

  test("Add user opens its dialog, from any page", async ({ page }) => {
    for (const from of ["/settings", "/organization"]) {
      await open(page, from);
      await opened(page);
      await page.keyboard.type("add");
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog", { name: "Add user" });
      await expect(dialog.getByLabel("Email")).toBeFocused();
      await expect(page).toHaveURL("/organization");
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
    }
  });

  test("themes, the keys and the way out are commands", async ({ page }) => {
    const root = page.locator("html");
    for (const [typed, theme] of [["dark", "dark"], ["light", "light"]]) {
      await opened(page);
      await page.keyboard.type(typed);
      await page.keyboard.press("Enter");
      await expect(root).toHaveAttribute("data-theme", theme);
      await expect(palette(page)).toBeHidden();
    }
    await opened(page);
    await page.keyboard.type("keyb");
    await page.keyboard.press("Enter");
    await expect(keys(page)).toBeVisible();
    await expect(palette(page)).toBeHidden();
    await page.keyboard.press("Escape");
    await expect(keys(page)).toBeHidden();
    await opened(page);
    await page.keyboard.type("log out");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/login");
  });

  test("while one types in a field no key is a command", async ({ page }) => {
    await page.keyboard.press("/");
    const search = page.getByRole("searchbox");
    await expect(search).toBeFocused();
    await page.keyboard.type("a?/k");
    await page.keyboard.press("ControlOrMeta+k");
    await expect(search).toHaveValue(/^a\?\/k?$/);
    await expect(keys(page)).toHaveCount(0);
    await expect(palette(page)).toHaveCount(0);
    await page.getByRole("button", { name: "Add user" }).click();
    const dialog = page.getByRole("dialog", { name: "Add user" });
    await expect(dialog.getByLabel("Email")).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("?");
    await expect(dialog).toBeVisible();
    await expect(keys(page)).toHaveCount(0);
  });

  test("the palette opens and runs by mouse too", async ({ page }) => {
    await page.getByRole("button", { name: "Jump to a page or a person" }).click();
    await expect(field(page)).toBeFocused();
    await options(page).filter({ hasText: "User settings" }).click();
    await expect(page).toHaveURL("/settings");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "Jump to a page or a person" }).click();
    await expect(options(page).first()).toBeVisible();
    await page.mouse.click(195, 20);
    await expect(palette(page)).toBeHidden();
  });
});

test("a member is offered what a member may do", async ({ page }) => {
  await signIn(page);
  await becomeMember(page, held.app);
  await expect(page).toHaveURL("/");
  await alive(page);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(options(page).first()).toHaveText(/^Home/);
  for (const words of ["Organization", "History", "Add user"]) await expect(options(page).filter({ hasText: words })).toHaveCount(0);
  await page.keyboard.type("okafor");
  await expect(page.getByText("Nothing matches.")).toBeVisible();
});
