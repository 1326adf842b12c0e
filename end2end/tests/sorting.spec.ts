import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";

useRollcall({ demo: { users: 300, days: 60 } });

const LISTS = [
  { list: "Projects", path: "/vision/projects", name: "Name", time: "Last run", first: "Name" },
  { list: "Runs", path: "/vision/runs", name: "Name", time: "Created", first: "Created" },
  { list: "Reports", path: "/vision/reports", name: "Title", time: "Edited", first: "Edited" },
];

const region = (page: Page, list: string) => page.getByRole("region", { name: list, exact: true });
const head = (page: Page, list: string, name: string) => region(page, list).getByRole("columnheader", { name });

/** What the rows are called, in the letters that order them. */
async function names(page: Page, list: string): Promise<string[]> {
  const texts = await region(page, list).locator(".made__name").allInnerTexts();
  return texts.map((text) => text.toLowerCase());
}

for (const { list, path, name, time, first } of LISTS) {
  test(`${list.toLowerCase()} of a team are sorted by keyboard and mouse, and a link keeps the order`, async ({ page }) => {
    await signIn(page, ADMIN);
    await open(page, path);
    await expect(head(page, list, first)).toHaveAttribute("aria-sort", first === name ? "ascending" : "descending");

    await head(page, list, time).getByRole("link").focus();
    await page.keyboard.press("Enter");
    await expect(head(page, list, time)).toHaveAttribute("aria-sort", first === time ? "ascending" : "descending");
    await expect(head(page, list, time).getByRole("link")).toBeFocused();
    await head(page, list, name).getByRole("link").click();
    await expect(head(page, list, name)).toHaveAttribute("aria-sort", "ascending");
    await expect(head(page, list, time)).not.toHaveAttribute("aria-sort", /./);
    await expect.poll(async () => (await names(page, list)).join() === (await names(page, list)).sort().join()).toBe(true);
    const up = await names(page, list);
    expect(up.length).toBeGreaterThan(2);

    await head(page, list, name).getByRole("link").click();
    await expect(head(page, list, name)).toHaveAttribute("aria-sort", "descending");
    await expect(page).toHaveURL(/dir=desc/);
    await expect.poll(async () => (await names(page, list))[0]).not.toBe(up[0]);
    const down = await names(page, list);
    expect(down).toEqual([...down].sort().reverse());

    await open(page, page.url());
    expect(await names(page, list)).toEqual(down);
  });
}

test("more runs come in the order that was chosen, and a state narrows it", async ({ page }) => {
  await signIn(page, ADMIN);
  await open(page, "/vision/runs?sort=name&dir=asc");
  await region(page, "Runs").locator("tbody tr").last().scrollIntoViewIfNeeded();
  await expect.poll(async () => (await names(page, "Runs")).length).toBeGreaterThan(50);
  const all = await names(page, "Runs");
  expect(all).toEqual([...all].sort());
  expect(new Set(all).size).toBe(all.length);

  await page.getByRole("combobox", { name: "State" }).selectOption({ label: "Failed" });
  await expect(page).toHaveURL(/state=failed/);
  await expect(head(page, "Runs", "Name")).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(async () => (await names(page, "Runs")).length).toBeLessThan(all.length);
  const failed = await names(page, "Runs");
  expect(failed).toEqual([...failed].sort());
});

test("a list without rows has no heads to sort by", async ({ page }) => {
  await signIn(page, ADMIN);
  await open(page, "/vision/runs?q=no-run-is-called-that");
  await expect(region(page, "Runs").getByText("No run matches")).toBeVisible();
  await expect(region(page, "Runs").getByRole("columnheader")).toHaveCount(0);
});
