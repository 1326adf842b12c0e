/** What the tests use of two packages that come without types. */
declare module "smtp-server" {
  import type { AddressInfo, Server } from "node:net";
  import type { Readable } from "node:stream";
  type Options = {
    authOptional: boolean;
    disabledCommands: string[];
    onRcptTo(address: unknown, session: unknown, done: (error?: Error) => void): void;
    onData(stream: Readable, session: unknown, done: (error?: Error) => void): void;
  };
  export class SMTPServer {
    constructor(options: Options);
    server: Server & { address(): AddressInfo };
    listen(port: number, host: string, listening: () => void): void;
    close(closed: () => void): void;
  }
}

declare module "mailparser" {
  import type { Readable } from "node:stream";
  type Address = { text: string };
  export function simpleParser(stream: Readable): Promise<{ to?: Address; subject?: string; text?: string }>;
}
