import { expect, test, useRollcall } from "../support/fixtures.ts";
import { TRANSFERRED } from "../support/limits.ts";
import { found, open } from "../support/people.ts";
import { BINARY } from "../support/server.ts";
import { Traffic } from "../support/traffic.ts";

useRollcall();

test("the first visit transfers no more than it may", async ({ page, somebody }) => {
  test.skip(!BINARY.includes("/release/"), "only a release is compressed");
  await found(page);
  const visitor = await somebody({ storageState: await page.context().storageState() });
  const traffic = await Traffic.of(visitor);

  await open(visitor, "/organization");
  await expect(visitor.locator("#active-users canvas")).toBeVisible();

  for (const { what, address, limit } of TRANSFERRED) {
    expect(traffic.of(address), `kilobytes of ${what}`).toBeGreaterThan(0);
    expect(traffic.of(address), `kilobytes of ${what}`).toBeLessThanOrEqual(limit);
  }
});
