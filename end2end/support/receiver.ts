import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A program that takes webhooks, and answers as it is told. */
export class Receiver {
  readonly received: { path: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  status = 200;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on("request", async (request, response) => {
      let body = "";
      for await (const piece of request) body += piece;
      receiver.received.push({ path: request.url ?? "", headers: request.headers, body });
      response.writeHead(receiver.status).end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return receiver;
  }

  url(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  stop(): void {
    this.server.close();
  }
}
