import type { Page } from "@playwright/test";

/** Counts what a page transfers, compressed as it travels, without headers. */
export class Traffic {
  private readonly sizes = new Map<string, number>();

  static async of(page: Page): Promise<Traffic> {
    const traffic = new Traffic();
    const urls = new Map<string, string>();
    const session = await page.context().newCDPSession(page);
    const heads = new Map<string, number>();
    session.on("Network.requestWillBeSent", ({ requestId, request }) => urls.set(requestId, request.url));
    session.on("Network.responseReceived", ({ requestId, response }) => heads.set(requestId, response.encodedDataLength));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const url = urls.get(requestId) ?? "";
      const body = encodedDataLength - (heads.get(requestId) ?? 0);
      traffic.sizes.set(url, (traffic.sizes.get(url) ?? 0) + body);
    });
    await session.send("Network.enable");
    return traffic;
  }

  /** Kilobytes of all whose address fits. */
  of(address: RegExp): number {
    const sizes = [...this.sizes].filter(([url]) => address.test(url)).map(([, size]) => size);
    return sizes.reduce((sum, size) => sum + size, 0) / 1000;
  }
}
