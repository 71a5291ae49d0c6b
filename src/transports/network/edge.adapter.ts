import { createServer } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

/** Slow clients are cut: so long may the headers take, and the whole request. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Node looks for slow clients every 30 seconds otherwise, so that they would live for up to twice their time. */
const CHECK_MS = 2000;

/** Express on an HTTP server that keeps to its time limits. */
export class EdgeAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const limits = {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_MS,
    };
    this.httpServer = createServer(limits, this.getInstance());
  }
}
