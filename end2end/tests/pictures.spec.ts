import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { open, signIn, typeSignIn } from "../support/people.ts";
import { ADMIN } from "../support/server.ts";

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

/** A picture of 400 by 200 pixels, red at the left and blue at the right. */
async function halves(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 200 });
    const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
    for (const [color, x] of [["#f00", 0], ["#00f", 200]] as const) {
      pen.fillStyle = color;
      pen.fillRect(x, 0, 200, 200);
    }
    return canvas.toDataURL("image/png");
  });
  return { ...picture, buffer: Buffer.from(url.split(",")[1], "base64") };
}

/** The colours at the left and the right of the picture that is shown now. */
const shown = (page: Page) =>
  page.locator("#picture .picture img").evaluate(async (face) => {
    const image = face as HTMLImageElement;
    image.loading = "eager";
    await image.decode();
    const pen = Object.assign(document.createElement("canvas"), { width: 256, height: 256 }).getContext("2d") as CanvasRenderingContext2D;
    pen.drawImage(image, 0, 0);
    return [8, 248].map((x) => [...pen.getImageData(x, 128, 1, 1).data].slice(0, 3).map((part) => (part > 127 ? 1 : 0)).join(""));
  });

const RED = "100";
const BLUE = "001";

test("the square is chosen by mouse, by slider and by keys, and is what is kept", async ({ page }) => {
  await signIn(page);
  await open(page, "/settings");
  const section = page.locator("#picture");
  const square = section.getByRole("group", { name: "The square that is kept" });
  const upload = async () => {
    await section.getByRole("button", { name: "Upload" }).click();
    await expect(section.getByText("The picture is changed.")).toBeVisible();
  };
  const choose = async () => {
    await section.getByLabel("New picture").setInputFiles(await halves(page));
    await expect(section.getByText("200 × 200 of 400 × 200 pixels are kept.")).toBeVisible();
  };
  const numbers = () => section.locator("input[type=hidden]").evaluateAll((all) => all.map((it) => (it as HTMLInputElement).value).join(" "));

  await choose();
  expect(await numbers()).toBe("100 0 200");
  await upload();
  expect(await shown(page)).toEqual([RED, BLUE]);

  await choose();
  await square.scrollIntoViewIfNeeded();
  const box = (await square.boundingBox()) as { x: number; y: number; width: number };
  await page.mouse.move(box.x + 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 230, box.y + 90, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(box.x + 10, box.y + 10);
  expect(await numbers()).toBe("0 0 200");
  await upload();
  expect(await shown(page)).toEqual([RED, RED]);

  await choose();
  await square.focus();
  for (let times = 0; times < 20; times++) await page.keyboard.press("ArrowRight");
  expect(await numbers()).toBe("200 0 200");
  const zoom = section.getByRole("slider", { name: "Zoom" });
  await zoom.fill("50");
  await expect(section.getByText("116 × 116 of 400 × 200 pixels are kept.").first()).toBeVisible();
  await square.press("-");
  await expect(zoom).toHaveValue("45");
  expect(await numbers()).toMatch(/^2\d\d \d+ 12\d$/);
  await upload();
  expect(await shown(page)).toEqual([BLUE, BLUE]);
});

test("a finger drags the square", async ({ somebody }) => {
  const page = await somebody({ hasTouch: true, viewport: { width: 390, height: 844 } });
  await signIn(page);
  await open(page, "/settings");
  await page.getByLabel("New picture").setInputFiles(await halves(page));
  const square = page.getByRole("group", { name: "The square that is kept" });
  await square.scrollIntoViewIfNeeded();
  const box = (await square.boundingBox()) as { x: number; y: number };
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y: box.y + 100 }] });
  await touch("touchStart", box.x + 200);
  for (let x = 190; x >= 20; x -= 10) await touch("touchMove", box.x + x);
  await touch("touchEnd", 0);
  await expect(page.locator("input[name=x]")).toHaveValue("200");
  const around = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(around).toBeLessThanOrEqual(0);
});

test("a file that the browser cannot show is said to be none", async ({ page }) => {
  await signIn(page);
  await open(page, "/settings");
  await page.getByLabel("New picture").setInputFiles(drawing);
  await expect(page.getByText("This file cannot be shown here.")).toBeVisible();
  await expect(page.locator("input[name=x]")).toHaveCount(0);
});

test("where a picture cannot be loaded, the initials show", async ({ page, trouble }) => {
  trouble.expect(404);
  await signIn(page);
  await open(page, "/settings");
  await page.getByLabel("New picture").setInputFiles(picture);
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByText("The picture is changed.")).toBeVisible();
  const face = page.getByRole("button", { name: "Account" }).locator(".avatar");
  await expect(face.locator("img")).toBeVisible();

  await page.route("**/avatars/*", (route) => route.fulfill({ status: 404, body: "" }));
  await (await page.context().newCDPSession(page)).send("Network.setCacheDisabled", { cacheDisabled: true });
  await open(page, "/organization");
  await expect(page.locator(".avatar img").first()).toBeHidden();
  await expect(face).toHaveText("AO");
  await expect(face.locator("img")).toBeHidden();
});

test("faces stand where their owners do, and nothing moves when they come", async ({ page }) => {
  await signIn(page, ADMIN, "/settings");
  await page.getByLabel("New picture").setInputFiles(picture);
  await page.getByRole("button", { name: "Upload" }).click();
  const mine = (await page.getByRole("button", { name: "Account" }).locator("img").getAttribute("src")) as string;

  for (const path of ["/organization?q=okafor", "/vision/members?q=okafor", "/vision/settings/members"]) {
    await open(page, path);
    if (path.endsWith("settings/members")) {
      await page.getByRole("searchbox", { name: "Enter an email or username" }).fill("okafor");
    }
    await expect(page.locator(`main img[src="${mine}"]`).first()).toBeVisible();
  }
  await page.keyboard.press("Escape");
  await open(page, "/");
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("okafor");
  await expect(page.getByRole("option").locator(`img[src="${mine}"]`)).toBeVisible();
  const sizes = await page.locator("img").evaluateAll((all) => all.map((it) => [it.getAttribute("width"), it.getAttribute("height"), it.getAttribute("alt")].join()));
  expect(new Set(sizes)).toEqual(new Set(["28,28,"]));
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a picture is sent, and its middle is kept", async ({ page }) => {
    await page.goto("/login?next=/settings");
    await typeSignIn(page, ADMIN.email, ADMIN.password);
    await page.getByLabel("New picture").setInputFiles(picture);
    await page.getByRole("button", { name: "Upload" }).click();
    await expect(page.getByText("The picture is changed.")).toBeVisible();
  });
});
