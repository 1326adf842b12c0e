import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn } from "../support/people.ts";
import { S3Server } from "../support/s3.ts";

useRollcall({ env: { ROLLCALL_INTERNAL_BUCKETS: "true" }, demo: { users: 30, days: 5 } });
let s3: S3Server;

test.beforeAll(async () => {
  s3 = await S3Server.start();
});
test.afterAll(() => s3.stop());

async function fill(page: Page, key: { id: string; secret: string }): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Create new team" });
  await dialog.getByLabel("Access key ID").fill(key.id);
  await dialog.getByLabel("Secret access key").fill(key.secret);
}

test("a team brings a bucket, which is tried before the team is created", async ({ page, trouble }) => {
  trouble.expect(422);
  await signIn(page);
  await page.getByRole("button", { name: "Create new team" }).click();
  const dialog = page.getByRole("dialog", { name: "Create new team" });
  await dialog.getByLabel("Team name").fill("geology");
  await dialog.getByLabel("Storage type").selectOption({ index: 1 });
  await dialog.getByLabel("Endpoint").fill(s3.url);
  await dialog.getByLabel("Region").fill("us-east-1");
  await dialog.getByLabel("Bucket", { exact: true }).fill("runs");
  await dialog.getByLabel("Path prefix").fill("geology");
  await fill(page, s3.reader);
  await dialog.getByRole("button", { name: "Test connection" }).click();
  await expect(dialog.getByText("An object was written, read and deleted.")).toBeHidden();
  await expect(dialog.locator("[aria-invalid=true]").first()).toBeVisible();

  await fill(page, s3.writer);
  await dialog.getByRole("button", { name: "Test connection" }).click();
  await expect(dialog.getByText("An object was written, read and deleted.")).toBeVisible();
  await dialog.getByRole("button", { name: "Create team" }).click();
  await expect(page).toHaveURL("/geology");

  await open(page, "/geology/settings/storage");
  await expect(page.getByRole("main")).toContainText(s3.url);
  expect(await page.content()).not.toContain(s3.writer.secret);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("An object was written, read and deleted.")).toBeVisible();
});
