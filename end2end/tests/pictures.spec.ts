import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn } from "../support/people.ts";

useRollcall({ demo: { users: 30, days: 5 } });

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const picture = { name: "me.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") };
const drawing = { name: "me.png", mimeType: "image/png", buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') };

test("a picture of oneself is sent, shown and taken away; what is no picture is refused", async ({ page, trouble }) => {
  trouble.expect(422);
  await signIn(page);
  const face = page.getByRole("button", { name: "Account" }).locator("img");
  await open(page, "/settings");
  const section = page.locator("#picture");
  await section.getByLabel("New picture").setInputFiles(picture);
  await section.getByRole("button", { name: "Upload" }).click();
  await expect(section.getByText("The picture is changed.")).toBeVisible();
  await expect(face).toHaveJSProperty("naturalWidth", 256);

  await section.getByLabel("New picture").setInputFiles(drawing);
  await section.getByRole("button", { name: "Upload" }).click();
  await expect(section.getByLabel("New picture")).toHaveAttribute("aria-invalid", "true");
  await expect(face).toBeVisible();

  await section.getByRole("button", { name: "Remove" }).click();
  await expect(face).toHaveCount(0);
});

test("a team has a picture too", async ({ page }) => {
  await signIn(page);
  await open(page, "/vision/settings");
  await page.getByLabel("New picture").setInputFiles(picture);
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByText("The picture is changed.")).toBeVisible();
  await open(page, "/vision");
  await expect(page.locator(".team__head img")).toHaveJSProperty("naturalWidth", 256);
});
