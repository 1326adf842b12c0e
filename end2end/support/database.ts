import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

/** A cluster of PostgreSQL, if the tests are to run on one: `scripts/with-postgres` says so. */
const CLUSTER = process.env.TEST_DATABASE_URL;

/** Where a program keeps its data: a file in its folder, or a database of its own in the cluster. */
export class Database {
  private constructor(
    private readonly folder: string,
    private readonly name: string | null,
  ) {}

  static fresh(folder: string): Database {
    const name = CLUSTER ? `end2end_${randomUUID().replaceAll("-", "")}` : null;
    if (name) psql("postgres", `CREATE DATABASE ${name}`);
    return new Database(folder, name);
  }

  /** The settings by which the program finds it. */
  get env(): Record<string, string> {
    return this.name ? { ROLLCALL_DATABASE_URL: `${CLUSTER}/${this.name}` } : {};
  }

  execute(statement: string): void {
    if (this.name) {
      psql(this.name, statement);
      return;
    }
    const script = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()";
    execFileSync("python3", ["-c", script, join(this.folder, "rollcall.db"), statement]);
  }

  /** The file goes with its folder. */
  drop(): void {
    if (this.name) psql("postgres", `DROP DATABASE ${this.name}`);
  }
}

function psql(database: string, statement: string): void {
  execFileSync("psql", ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", statement, `${CLUSTER}/${database}`]);
}
