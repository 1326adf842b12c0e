import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const TESTKIT = resolve(import.meta.dirname, "../../server/testkit");

type Key = { id: string; secret: string };

/** The S3 server of the Rust tests, with the bucket `runs`; it ends when its input does. */
export class S3Server {
  private constructor(
    readonly url: string,
    readonly writer: Key,
    readonly reader: Key,
    private readonly program: ChildProcess,
  ) {}

  static async start(): Promise<S3Server> {
    const script = readFileSync(resolve(TESTKIT, "src/s3_server.py"), "utf8");
    const program = spawn(resolve(TESTKIT, ".venv/bin/python3"), ["-c", script], { stdio: ["pipe", "pipe", "ignore"] });
    const lines = createInterface({ input: program.stdout });
    for await (const line of lines) {
      const { url, writer, reader } = JSON.parse(line);
      return new S3Server(url, writer, reader, program);
    }
    throw new Error("the S3 server of the tests did not start: run scripts/setup test");
  }

  stop(): void {
    this.program.stdin?.end();
  }
}
