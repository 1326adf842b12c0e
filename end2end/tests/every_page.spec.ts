import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { signIn } from "../support/people.ts";
import { dialogViews } from "../support/dialog_views.ts";
import { useLinks } from "../support/links.ts";
import { signedInViews, signedOutViews } from "../support/views.ts";

const held = useRollcall({ demo: { users: 1000, days: 400 }, env: { ROLLCALL_OPEN_SIGNUP: "true", ROLLCALL_INTERNAL_BUCKETS: "true" } });
const links = useLinks(held);

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const view of signedOutViews) {
      test(`${view.name} has nothing that axe objects to`, async ({ page, trouble }) => {
        if (view.status) trouble.expect(view.status);
        await view.show(page, links);
        await isAccessible(page);
      });
    }

    for (const [what, views] of Object.entries({ "pages of an admin": signedInViews, "dialogs of teams, keys and reports": dialogViews })) {
      test(`the ${what} have nothing that axe objects to`, async ({ page, trouble }) => {
        test.setTimeout(240_000);
        trouble.expect(404);
        await signIn(page);
        for (const view of views) {
          await test.step(view.name, async () => {
            await view.show(page, links);
            await isAccessible(page);
          });
        }
      });
    }
  });
}

/** Without the second page that axe otherwise opens: the first one would be in the background and draw nothing. */
async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const words = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
  expect.soft(words).toEqual([]);
}
