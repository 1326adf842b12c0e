import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { signIn, typeSignIn } from "../support/people.ts";
import { dialogViews } from "../support/dialog_views.ts";
import { useLinks } from "../support/links.ts";
import { joinReader, READER, readerViews } from "../support/reader_views.ts";
import { signedInViews, signedOutViews, type View } from "../support/views.ts";

const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");
const held = useRollcall({ demo: { users: 1000, days: 400 }, env: { ROLLCALL_SEATS: "1300", ROLLCALL_OPEN_SIGNUP: "true", ROLLCALL_INTERNAL_BUCKETS: "true" } });
const links = useLinks(held);

test.beforeAll(async ({ browser }) => {
  mkdirSync(FOLDER, { recursive: true });
  await joinReader(browser, held.app);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    test.describe(`${colorScheme} ${width}`, () => {
      const draw = async (page: Page, views: View[]) => {
        for (const view of views) {
          await view.show(page, links);
          await page.screenshot({ path: `${FOLDER}/${view.name}-${colorScheme}-${width}.png` });
        }
      };
      test.use({ colorScheme, viewport: { width, height } });

      test("pages of somebody who is not signed in, and of an admin", async ({ page, trouble }) => {
        trouble.expect(404);
        await draw(page, signedOutViews);
        await signIn(page);
        await draw(page, [...signedInViews, ...dialogViews]);
      });

      test("pages of a view-only member", async ({ page, trouble }) => {
        trouble.expect(404);
        await page.goto("/login");
        await typeSignIn(page, READER.email, READER.password);
        await expect(page).toHaveURL("/");
        await draw(page, readerViews);
      });
    });
  }
}
