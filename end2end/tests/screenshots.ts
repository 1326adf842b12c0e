import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { signIn } from "../support/people.ts";
import { dialogViews } from "../support/dialog_views.ts";
import { useLinks } from "../support/links.ts";
import { signedInViews, signedOutViews } from "../support/views.ts";

const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");
const held = useRollcall({ demo: { users: 1000, days: 400 }, env: { ROLLCALL_SEATS: "1300", ROLLCALL_OPEN_SIGNUP: "true" } });
const links = useLinks(held);

test.beforeAll(() => mkdirSync(FOLDER, { recursive: true }));

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    test.describe(`${colorScheme} ${width}`, () => {
      test.use({ colorScheme, viewport: { width, height }, contextOptions: { reducedMotion: "reduce" } });

      test("pages of somebody who is not signed in, and of an admin", async ({ page, trouble }) => {
        trouble.expect(404);
        for (const view of signedOutViews) {
          await view.show(page, links);
          await page.screenshot({ path: `${FOLDER}/${view.name}-${colorScheme}-${width}.png` });
        }
        await signIn(page);
        for (const view of [...signedInViews, ...dialogViews]) {
          await view.show(page, links);
          await page.screenshot({ path: `${FOLDER}/${view.name}-${colorScheme}-${width}.png` });
        }
      });
    });
  }
}
