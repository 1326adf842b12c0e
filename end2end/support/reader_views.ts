import { expect, type Browser, type Page } from "@playwright/test";
import { asAdmin, join, setTeamRole } from "./links.ts";
import { open, person, type Person } from "./people.ts";
import type { Rollcall } from "./server.ts";
import type { View } from "./views.ts";

/** Somebody who may look at one team and change nothing. */
export const READER: Person = person("rita", "Rita Holm");
const TEAM = "vision";

/** Puts the reader into the team. */
export async function joinReader(browser: Browser, app: Rollcall): Promise<void> {
  const page = await asAdmin(browser, app);
  const answer = await page.request.post("/api/fn/list_teams", { headers: { Origin: app.url }, data: {} });
  const { id } = (await answer.json()).find((it: { name: string }) => it.name === TEAM);
  await join(page, app, READER, [id]);
  setTeamRole(app, READER, "view_only");
  await page.close();
}

const at = (path: string) => (page: Page) => open(page, path);

/** What somebody sees who is in one team as a view-only member. */
export const readerViews: View[] = [
  { name: "reader-home", show: at("/") },
  { name: "reader-team", show: at(`/${TEAM}`) },
  { name: "reader-projects", show: at(`/${TEAM}/projects`) },
  { name: "reader-members", show: at(`/${TEAM}/members`) },
  {
    name: "reader-run",
    show: async (page) => {
      await open(page, `/${TEAM}/runs?state=finished`);
      await page.getByRole("region", { name: "Runs" }).locator(".made__name").first().click();
      await expect(page.getByRole("navigation", { name: "Run" }).getByRole("link", { name: "Logs" })).toBeVisible();
    },
  },
  { name: "reader-not-there", status: 404, show: at("/field-lab") },
];
