import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Database } from "./database.ts";
import { MailServer } from "./mail.ts";

const ROOT = resolve(import.meta.dirname, "../..");
export const BINARY = resolve(ROOT, process.env.ROLLCALL_BINARY ?? "target/release/rollcall");
const STARTS_WITHIN = 20_000;

export const ADMIN = { email: "admin@rollcall.example", username: "ada.okafor", password: "seven quiet harbours at dawn" };

export type Options = {
  /** Fills the database before the start. */
  demo?: { users: number; days: number };
  env?: Record<string, string>;
};

/** The real program on a free port, with a fresh data folder and a mail server of its own. */
export class Rollcall {
  private constructor(
    readonly url: string,
    readonly mail: MailServer,
    private readonly folder: string,
    private readonly database: Database,
    private readonly env: NodeJS.ProcessEnv,
    private program: ChildProcess,
  ) {}

  static async start({ demo, env = {} }: Options = {}): Promise<Rollcall> {
    const folder = await mkdtemp(join(tmpdir(), "rollcall-end2end-"));
    const database = Database.fresh(folder);
    const [mail, addr] = [await MailServer.start(), `127.0.0.1:${await freePort()}`];
    const all = {
      ...process.env,
      ROLLCALL_ADDR: addr,
      ROLLCALL_DATA_DIR: folder,
      ROLLCALL_LOG: "json,warn",
      ROLLCALL_RATE_LIMIT: "0",
      ROLLCALL_SMTP_URL: mail.url,
      ...database.env,
      ...env,
    };
    if (demo) fill(all, demo);
    const app = new Rollcall(`http://${addr}`, mail, folder, database, all, serve(all));
    await app.ready();
    return app;
  }

  /** Runs a sub-command on the same data. */
  command(...words: string[]): string {
    return execFileSync(BINARY, words, { cwd: ROOT, env: this.env, encoding: "utf8" });
  }

  /** Starts again on the same data, with other settings. */
  async restart(env: Record<string, string>): Promise<void> {
    await this.end();
    this.program = serve({ ...this.env, ...env });
    await this.ready();
  }

  /** Changes the database behind the program's back, say to let time pass. */
  pretend(statement: string): void {
    this.database.execute(statement);
  }

  async stop(): Promise<void> {
    await this.end();
    await this.mail.stop();
    this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async end(): Promise<void> {
    if (this.program.exitCode !== null) return;
    const ended = new Promise((done) => this.program.once("exit", done));
    this.program.kill();
    await ended;
  }

  private async ready(): Promise<void> {
    const until = Date.now() + STARTS_WITHIN;
    while (Date.now() < until && this.program.exitCode === null) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((again) => setTimeout(again, 30));
    }
    throw new Error(`${BINARY} is not ready (exit code ${this.program.exitCode})`);
  }
}

function serve(env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(BINARY, [], { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] });
}

function fill(env: NodeJS.ProcessEnv, { users, days }: { users: number; days: number }): void {
  const words = ["demo", "--users", `${users}`, "--days", `${days}`, "--password", ADMIN.password];
  execFileSync(BINARY, words, { cwd: ROOT, env });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, "127.0.0.1", listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
