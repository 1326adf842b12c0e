import { defineConfig } from "@playwright/test";

const CHROMIUM = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/**
 * `npx playwright test` runs the tests; with `ROLLCALL_SCREENSHOTS=1` and `--project screenshots` it draws
 * docs/screenshots, with `ROLLCALL_BENCH=100000` and `--project bench` it measures pages with so many people.
 */
export default defineConfig({
  testDir: "tests",
  workers: 1,
  retries: 0,
  timeout: 30_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? "dot" : "list",
  outputDir: "test-results",
  use: {
    browserName: "chromium",
    launchOptions: CHROMIUM,
    locale: "en-US",
    timezoneId: "UTC",
    viewport: { width: 1440, height: 900 },
    // What is still moving when it is clicked at makes Playwright scroll, and then the click goes elsewhere.
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 10_000,
    trace: "off",
  },
  projects: [
    { name: "tests", testMatch: "*.spec.ts" },
    ...(process.env.ROLLCALL_SCREENSHOTS
      ? [{ name: "screenshots", testMatch: "screenshots.ts", timeout: 120_000 }]
      : []),
    ...(process.env.ROLLCALL_BENCH ? [{ name: "bench", testDir: "bench", testMatch: "browser.ts", timeout: 300_000 }] : []),
  ],
});
