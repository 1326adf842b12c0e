import { expect, type Page } from "@playwright/test";
import { ADMIN } from "./server.ts";

export type Person = { name: string; username: string; email: string; password: string };

export const FOUNDER: Person = {
  name: "Grace Moreno",
  username: "grace",
  email: "grace@northwind.example",
  password: "brass lantern over the weir",
};

export const GUEST: Person = {
  name: "Ivo Lindqvist",
  username: "ivo",
  email: "ivo@northwind.example",
  password: "copper kettle by the window",
};

/** Somebody who is not there yet. */
export const person = (username: string, name: string): Person => ({
  name,
  username,
  email: `${username}@northwind.example`,
  password: GUEST.password,
});

/** Opens a page and waits until everything in it answers. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await alive(page);
}

/** Waits until the page's own code has taken over what the server rendered. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => (globalThis as unknown as { isAlive?: () => boolean }).isAlive?.() ?? false);
}

export async function signUp(page: Page, { name, username, email, password }: Person): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
}

export async function accept(page: Page, { name, username, password }: Omit<Person, "email">): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Accept invitation" }).click();
}

export async function typeSignIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel("E-mail or username").fill(login);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** Signs in and lands on `path`. */
export async function signIn(page: Page, person: { email: string; password: string } = ADMIN, path = "/"): Promise<void> {
  await open(page, `/login?next=${encodeURIComponent(path)}`);
  await typeSignIn(page, person.email, person.password);
  await expect(page).toHaveURL(path);
  await alive(page);
}

/** Creates the first account of an empty instance. */
export async function found(page: Page, person: Person = FOUNDER): Promise<void> {
  await open(page, "/signup");
  await signUp(page, person);
  await expect(page).toHaveURL("/organization");
  await alive(page);
}

/** Opens the menu of somebody's row. */
export async function openMenuOf(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
}

/** Invites by the dialog of the organization dashboard, and closes it. */
export async function invite(page: Page, email: string, role: "Admin" | "Member" = "Member"): Promise<void> {
  await page.getByRole("button", { name: "Add user" }).click();
  const dialog = page.getByRole("dialog", { name: "Add user" });
  await dialog.getByLabel("Email").fill(email);
  await dialog.getByLabel("Role").selectOption(role);
  await dialog.getByRole("button", { name: "Add new user" }).click();
  await expect(dialog.getByText(`${email} is invited.`)).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
}
