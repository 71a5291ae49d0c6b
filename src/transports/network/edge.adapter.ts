import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';
import type { Settings } from '../../config/index.js';
import { readTlsFiles } from '../../security/index.js';
import { capConnections } from './connection.cap.js';
import { EarlyRefusals } from './early.refusals.js';
import { answerUnreadable } from './unreadable.requests.js';

/** Slow clients are cut: so long may the headers take, and the whole request. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Node looks for slow clients every 30 seconds otherwise, so that they would live for up to twice their time. */
const CHECK_MS = 2000;

/** All headers of a request together; more is answered with 431. */
export const MAX_HEADER_BYTES = 16_384;

/** Serves a request, or passes it on. */
export type Door = (request: IncomingMessage, response: ServerResponse, next: RequestListener) => void;

/** Express on an HTTP or HTTPS server that keeps to its limits. */
export class EdgeAdapter extends ExpressAdapter {
  /** What is refused before the application hears of it. */
  readonly refusals = new EarlyRefusals();
  /** Whether providers of the application have added middleware of their own to Express. */
  hasForeignMiddleware = false;
  /** Middleware that Nest adds to every Express. */
  private readonly stock: number;
  private door: Door | undefined;

  /** @throws TlsFilesError */
  constructor(private readonly settings: Settings) {
    super();
    this.stock = this.middlewareCount;
  }

  /** Puts a door in front of Express. */
  openDoor(door: Door): void {
    this.door = door;
  }

  /** Called before the server adds its own middleware: what Express has by then comes from the application. */
  findForeignMiddleware(): void {
    this.hasForeignMiddleware = this.middlewareCount > this.stock;
  }

  override initHttpServer(): void {
    const limits = {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Refused like everything else that cannot be understood.
      requireHostHeader: false,
    };
    const tls = readTlsFiles(this.settings);
    const server = tls
      ? createTlsServer({ ...limits, ...tls, handshakeTimeout: HEADERS_TIMEOUT_MS })
      : createServer(limits);
    const express = this.getInstance<RequestListener>();
    const behindDoor: RequestListener = (request, response) =>
      this.door ? this.door(request, response, express) : express(request, response);
    const listener = answerUnreadable(server, behindDoor, this.refusals);
    capConnections(server, this.settings.maxConnections, listener, this.refusals);
    this.httpServer = server;
  }

  private get middlewareCount(): number {
    return this.getInstance<Express>().router.stack.length;
  }
}
