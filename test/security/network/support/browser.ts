import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where there is no browser the tests are left out, except in CI, where they fail. */
export const canBrowse = existsSync(CHROMIUM) || (process.env['CI'] ?? '') !== '';

/** Debian's chromium with a profile of its own, and pages of different origins to open in it. */
export class Browser {
  private readonly sites: Server[] = [];
  private constructor(
    private readonly context: BrowserContext,
    private readonly profile: string,
  ) {}

  static async launch(): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), 'polyport-browser-'));
    const options = { executablePath: CHROMIUM, headless: true, args: FLAGS };
    return new Browser(await chromium.launchPersistentContext(profile, options), profile);
  }

  /** Serves an empty page at an origin of its own. */
  async site(): Promise<string> {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>page</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.sites.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async open(url: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(url);
    return page;
  }

  async close(): Promise<void> {
    await this.context.close();
    for (const site of this.sites) site.close().closeAllConnections();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
