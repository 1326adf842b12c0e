import type { Page } from "@playwright/test";
import { expect, test, useRollcall } from "../support/fixtures.ts";
import { becomeMember } from "../support/links.ts";
import { found, FOUNDER, GUEST, open, signIn } from "../support/people.ts";
import { Receiver } from "../support/receiver.ts";

const held = useRollcall({ env: { ROLLCALL_INTERNAL_WEBHOOKS: "true" } });
let receiver: Receiver;

test.beforeAll(async () => {
  receiver = await Receiver.start();
});
test.afterAll(() => receiver.stop());
test.describe.configure({ mode: "serial" });

async function addDestination(page: Page, kind: "Slack" | "Webhook", name: string, url: string): Promise<void> {
  await page.getByRole("button", { name: "Add destination" }).click();
  const dialog = page.getByRole("dialog", { name: "Add destination" });
  await dialog.getByLabel("Kind").selectOption(kind);
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByRole("button", { name: "Add destination" }).click();
}

const rows = (page: Page) => page.getByRole("region", { name: "Deliveries" }).locator("tbody tr");

test("an admin adds a webhook, sends a test and sees the delivery", async ({ page, trouble }) => {
  trouble.expect(422);
  await found(page);
  await page.getByRole("button", { name: "Create new team" }).click();
  await page.getByRole("dialog").getByLabel("Team name").fill("vision");
  await page.getByRole("dialog").getByRole("button", { name: "Create team" }).click();
  await expect(page).toHaveURL("/vision");
  await open(page, "/vision/settings/alerts");
  await expect(page.getByText("No destinations yet")).toBeVisible();
  await expect(page.getByText("Nothing sent yet")).toBeVisible();

  await addDestination(page, "Webhook", "Pager", "https://169.254.169.254/latest");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("This is an internal address")).toBeVisible();
  await dialog.getByLabel("Address").fill(receiver.url("/hooks/0123456789abcdef"));
  await dialog.getByRole("button", { name: "Add destination" }).click();
  const secret = await dialog.getByLabel("Signing secret").inputValue();
  expect(secret).toMatch(/^whsec_/);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: "Send test to Pager" }).click();
  await expect(page.getByText("The test arrived. It answered 200.")).toBeVisible();
  expect(receiver.received.map((it) => [it.path, JSON.parse(it.body).type])).toEqual([["/hooks/0123456789abcdef", "test"]]);
  expect(receiver.received[0].headers["webhook-signature"]).toMatch(/^v1,/);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(["TestPagerDelivered"]);

  receiver.status = 404;
  await page.getByRole("button", { name: "Send test to Pager" }).click();
  await expect(page.getByText("The test did not arrive. It answered 404 and would do so again.")).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  expect(await page.content()).not.toContain(secret);
});

test("a destination is changed, paused, resumed and removed", async ({ page }) => {
  await signIn(page, FOUNDER, "/vision/settings/alerts");
  const choose = async (item: string) => {
    await page.getByRole("button", { name: "Actions for" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };

  await choose("Change…");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Beeper");
  await dialog.getByLabel("Run finished").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Run finished, Run failed, Run crashed, Alert")).toBeVisible();
  await choose("Pause");
  await expect(page.getByText("Paused by an admin.")).toBeVisible();
  await choose("Resume");
  await expect(page.getByText("Paused by an admin.")).toBeHidden();
  await choose("Remove…");
  await dialog.getByRole("button", { name: "Remove destination" }).click();
  await expect(page.getByText("No destinations yet")).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
});

test("mails are switched event by event", async ({ page }) => {
  await signIn(page, FOUNDER, "/vision/settings/alerts");
  const finished = page.getByRole("checkbox", { name: "Run finished" });
  await expect(finished).not.toBeChecked();
  const saved = page.waitForResponse("**/api/fn/set_alert_mail");
  await finished.check();
  await saved;
  await open(page, "/vision/settings/alerts");
  await expect(page.getByRole("checkbox", { name: "Run finished" })).toBeChecked();
});

test("a member gets no page", async ({ page, somebody, trouble }) => {
  trouble.expect(403);
  const guest = await somebody();
  await signIn(guest, FOUNDER);
  await becomeMember(guest, held.app);
  await expect(guest).toHaveURL("/");
  await signIn(page, FOUNDER, "/vision/settings/members");
  await page.getByRole("searchbox", { name: "Enter an email or username" }).fill(GUEST.username);
  await page.getByRole("button", { name: `Invite ${GUEST.name}` }).click();
  await expect(page.getByText(`${GUEST.name} is in the team.`)).toBeVisible();

  await guest.goto("/vision/settings/alerts");

  await expect(guest.getByText("Only an admin of the team can do this.")).toBeVisible();
  await expect(guest.getByText("Destinations")).toBeHidden();
});
