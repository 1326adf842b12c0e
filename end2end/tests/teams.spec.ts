import { expect, test, useRollcall } from "../support/fixtures.ts";
import { becomeAnother, becomeMember } from "../support/links.ts";
import { ADMIN } from "../support/server.ts";
import { alive, GUEST, invite, open, signIn } from "../support/people.ts";

const held = useRollcall({ demo: { users: 60, days: 30 } });

test("an admin creates a team, describes it, puts people into it, changes their role and takes them out", async ({ page, trouble }) => {
  trouble.expect(422);
  await signIn(page);
  await open(page, "/organization");
  await invite(page, "dee@northwind.example");

  const navigation = page.getByRole("navigation", { name: "Main" });
  await navigation.getByRole("button", { name: "Create new team" }).click();
  const dialog = page.getByRole("dialog", { name: "Create new team" });
  await dialog.getByLabel("Team name").fill("Not a name");
  await dialog.getByRole("button", { name: "Create team" }).click();
  await expect(dialog.getByText("is made of the letters a-z")).toBeVisible();
  await dialog.getByLabel("Team name").fill("hydraulics");
  await expect(dialog.getByLabel("Storage type")).toHaveValue("instance");
  await dialog.getByRole("button", { name: "Create team" }).click();
  await expect(page).toHaveURL("/hydraulics");
  await alive(page);
  await expect(page.getByRole("heading", { name: "hydraulics", level: 1 })).toBeVisible();
  await expect(navigation.getByRole("link", { name: "hydraulics" })).toBeVisible();

  const tabs = page.getByRole("navigation", { name: "Team" });
  await tabs.getByRole("link", { name: "Members" }).click();
  await expect(page).toHaveURL("/hydraulics/members");
  await expect(page.getByRole("row").filter({ hasText: "admin@rollcall.example" })).toBeVisible();
  await navigation.getByRole("link", { name: "Home" }).click();
  await expect(page.getByRole("heading", { name: /^Welcome/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("row").filter({ hasText: "admin@rollcall.example" })).toBeVisible();
  await tabs.getByRole("link", { name: "Overview" }).click();

  await page.getByRole("link", { name: "Describe the team" }).click();
  await page.getByLabel("Description").fill("# Robots\n\nWe move <b>arms</b>.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The description is saved.")).toBeVisible();
  await alive(page);

  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Members" }).click();
  await page.getByRole("searchbox", { name: "Enter an email or username" }).fill("dee@");
  await page.getByRole("button", { name: "Invite dee@northwind.example" }).click();
  const row = page.getByRole("row").filter({ hasText: "dee@northwind.example" });
  await expect(row).toContainText("Invite pending");
  await expect(page.getByText("In the team: Member")).toBeVisible();

  await row.getByRole("button", { name: "Team role of dee@northwind.example: Member. Change" }).click();
  const saved = page.waitForResponse("**/api/fn/set_member_role");
  await row.getByRole("combobox").selectOption("view_only");
  await saved;
  await expect(row.getByRole("button", { name: /View-Only/ })).toBeVisible();
  await page.reload();
  await alive(page);
  await expect(row.getByRole("button", { name: /View-Only/ })).toBeVisible();

  await row.getByRole("button", { name: "Resend the invitation of dee@northwind.example" }).click();
  await expect(page.getByText("The invitation is on its way again.")).toBeVisible();

  await row.getByRole("button", { name: "Cancel the invitation of dee@northwind.example" }).click();
  const question = page.getByRole("dialog", { name: "Cancel the invitation of dee@northwind.example to hydraulics?" });
  await expect(question.getByText("Their invitation to the organization stays")).toBeVisible();
  await question.getByRole("button", { name: "Cancel invitation" }).click();
  await expect(row).toHaveCount(0);
});

test("each page of a new team says what it is for", async ({ page }) => {
  await signIn(page);
  await page.request.post("/api/fn/create_team", { headers: { Origin: held.app.url }, form: { name: "fresh", storage: "instance" } });
  for (const [path, words] of [
    ["/fresh", "No description yet"],
    ["/fresh/projects", "No project yet"],
    ["/fresh/runs", "Log your first run"],
    ["/fresh/reports", "No report yet"],
    ["/fresh/settings/usage", "No runs yet"],
    ["/fresh/settings/alerts", "No destinations yet"],
    ["/fresh/settings/service-accounts", "No service accounts yet"],
  ]) {
    await open(page, path);
    await expect(page.getByRole("main").getByText(words, { exact: true }).first()).toBeVisible();
  }
});

test("the last admin of a team keeps the role, and the page says so before the click", async ({ page }) => {
  await signIn(page);
  await page.request.post("/api/fn/create_team", { headers: { Origin: held.app.url }, form: { name: "alone", storage: "instance" } });
  await open(page, "/alone/settings/members");
  const role = page.getByRole("button", { name: "Team role of Ada Okafor: Admin. Change" });
  await expect(role).toHaveAttribute("aria-disabled", "true");
  await role.focus();
  await expect(page.getByRole("tooltip").filter({ hasText: "This is the team's last admin." })).toBeVisible();
  await role.press("Enter");
  await expect(page.getByRole("combobox", { name: "Team role of Ada Okafor" })).toHaveCount(0);

  await page.getByRole("combobox", { name: "Team role of whom you invite" }).selectOption("Admin");
  await page.getByRole("searchbox", { name: "Enter an email or username" }).fill("northwind");
  await page.locator(".invite__hits li").filter({ hasNotText: "Invite pending" }).getByRole("button", { name: /^Invite / }).first().click();
  await expect(page.getByText("is in the team.")).toBeVisible();
  await expect(role).not.toHaveAttribute("aria-disabled", "true");
  await role.click();
  await expect(page.getByRole("combobox", { name: "Team role of Ada Okafor" })).toBeVisible();
});

test("a member sees the team without the controls, an outsider sees nothing, and who leaves is an outsider", async ({ page, somebody, trouble }) => {
  trouble.expect(403, 404);
  const theirs = await somebody();
  await signIn(theirs);
  await signIn(page);
  await becomeMember(page, held.app);
  await expect(page).toHaveURL("/");
  await alive(page);
  await expect(page.getByRole("button", { name: "Create new team" })).toHaveAttribute("aria-disabled", "true");

  await open(theirs, "/");
  await theirs.request.post("/api/fn/create_team", { headers: { Origin: held.app.url }, form: { name: "optics", storage: "instance" } });
  const hidden = await page.goto("/optics");
  expect(hidden?.status()).toBe(404);
  await expect(page.getByText("This page does not exist")).toBeVisible();

  await open(theirs, "/optics/settings/members");
  await theirs.getByRole("searchbox", { name: "Enter an email or username" }).fill(GUEST.username);
  await theirs.getByRole("button", { name: `Invite ${GUEST.name}` }).click();
  await expect(theirs.getByRole("row").filter({ hasText: GUEST.email })).toBeVisible();

  await open(page, "/optics/members");
  await expect(page.getByRole("row").filter({ hasText: GUEST.email })).toContainText("Member");
  await expect(page.getByRole("button", { name: /Change$/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Settings", exact: true })).toHaveCount(0);
  expect((await page.goto("/optics/settings"))?.status()).toBe(403);
  await expect(page.getByText("Only an admin of the team can do this.")).toBeVisible();

  await open(page, "/optics/members");
  await page.getByRole("button", { name: "Leave team" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave team" }).click();
  await expect(page).toHaveURL("/");
  expect((await page.goto("/optics"))?.status()).toBe(404);
});

test("a setting asks for the password where the sign-in is old, and stays as it was without it", async ({ page, trouble }) => {
  trouble.expect(403);
  await signIn(page, ADMIN, "/organization/settings");
  held.app.pretend("UPDATE session SET confirmed_at = 0");
  const everybody = page.getByRole("checkbox", { name: /Every member may create teams/ });
  const dialog = page.getByRole("dialog", { name: "Every member may create teams" });
  await everybody.check();
  await expect(dialog.getByText("Type your password again")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(everybody).not.toBeChecked();

  await everybody.press("Space");
  await dialog.getByLabel("Your password").fill(ADMIN.password);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(everybody).toBeChecked();
  await page.reload();
  await alive(page);
  await expect(everybody).toBeChecked();
  await everybody.uncheck();
});

test("members create teams once the organization lets them, and invite where the team lets them", async ({ page, somebody }) => {
  await signIn(page);
  await open(page, "/organization/settings");
  const everybody = page.getByRole("checkbox", { name: /Every member may create teams/ });
  await everybody.check();
  await page.waitForLoadState("networkidle");
  await page.reload();
  await alive(page);
  await expect(everybody).toBeChecked();

  const theirs = await somebody();
  await becomeAnother(theirs, held.app, "uma");
  await theirs.getByRole("button", { name: "Create new team" }).click();
  await theirs.getByRole("dialog").getByLabel("Team name").fill("acoustics");
  await theirs.getByRole("dialog").getByRole("button", { name: "Create team" }).click();
  await expect(theirs).toHaveURL("/acoustics");

  const mate = await somebody();
  await becomeAnother(mate, held.app, "vera");
  await open(theirs, "/acoustics/settings/members");
  await theirs.getByRole("searchbox", { name: "Enter an email or username" }).fill("vera");
  await theirs.getByRole("button", { name: "Invite vera" }).click();
  await expect(theirs.getByRole("row").filter({ hasText: "vera@" })).toBeVisible();
  await theirs.reload();
  await alive(theirs);
  const own = theirs.getByRole("button", { name: "Delete uma" });
  await expect(own).toHaveAttribute("aria-disabled", "true");
  await own.focus();
  await expect(theirs.getByRole("tooltip").filter({ hasText: "This is the team's last admin." })).toBeVisible();
  await theirs.getByRole("button", { name: "Team role of vera: Member. Change" }).click();
  await theirs.getByRole("combobox", { name: "Team role of vera" }).selectOption("admin");
  await expect(own).not.toHaveAttribute("aria-disabled", "true");
  await theirs.getByRole("button", { name: "Team role of vera: Admin. Change" }).click();
  await theirs.getByRole("combobox", { name: "Team role of vera" }).selectOption("member");
  await expect(own).toHaveAttribute("aria-disabled", "true");
  await open(mate, "/acoustics/members");
  await expect(mate.getByRole("searchbox", { name: "Enter an email or username" })).toHaveCount(0);
  await open(theirs, "/acoustics/settings/privacy");
  await theirs.getByRole("checkbox", { name: /Any member may invite/ }).check();
  await theirs.waitForLoadState("networkidle");

  await open(mate, "/acoustics/members");
  await mate.getByRole("searchbox", { name: "Enter an email or username" }).fill("admin@rollcall.example");
  await mate.getByRole("button", { name: "Invite Ada Okafor" }).click();
  await expect(mate.getByRole("row").filter({ hasText: "admin@rollcall.example" })).toContainText("Member");
});
