import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Request, Response } from 'express';
import { createMcpHandler, type JSONRPCMessage, type McpHttpHandler } from '@modelcontextprotocol/server';
import { toNodeHandler, type NodeIncomingMessageLike, type NodeMcpRequestHandler } from '@modelcontextprotocol/node';
import { Settings } from '../../config/index.js';
import {
  ActiveCalls,
  ChangeBus,
  ErrorCode,
  MessageRejectedError,
  Principal,
  ServerFactory,
  toAuthInfo,
} from '../../mcp/index.js';
import { principalOf } from '../../security/index.js';
import { readBody } from '../network/body.reader.js';
import { isModern } from './era.js';
import { HttpSessions } from './http.sessions.js';

/** How long a shutdown waits for running calls. */
const DRAIN_MS = 10_000;

/** The revision that had batches; also what a request without a version header means. */
const BATCH_REVISION = '2025-03-26';

/** Serves Streamable HTTP: both eras statelessly, and sessions for the legacy era when they are on. */
@Injectable()
export class HttpEndpoint implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Http');
  private readonly handler: McpHttpHandler;
  private readonly stateless: NodeMcpRequestHandler;

  constructor(
    private readonly settings: Settings,
    private readonly sessions: HttpSessions,
    private readonly active: ActiveCalls,
    servers: ServerFactory,
    changes: ChangeBus,
  ) {
    const principal = Principal.anonymous();
    const onerror = (error: Error): void => this.logger.debug(error.message);
    this.handler = createMcpHandler(({ era }) => servers.create({ transport: 'http', era, live: false, principal }), {
      bus: changes,
      keepAliveMs: settings.keepaliveSeconds * 1000,
      maxRequestBodySize: settings.maxBodyBytes,
      onerror,
    });
    this.stateless = toNodeHandler(this.handler, { onerror });
  }

  /** @throws BodyRejectedError, MessageRejectedError, SessionLimitError */
  async handle(request: Request, response: Response): Promise<void> {
    const body = request.method === 'POST' ? await readBody(request, this.settings) : undefined;
    if (Array.isArray(body)) this.assertBatches(request, body);
    const principal = principalOf(request);
    const exchange = Object.assign(request as NodeIncomingMessageLike, { auth: toAuthInfo({ principal, request }) });
    if (this.settings.httpSessions && !isModern(request, body)) {
      await this.sessions.handle(exchange, response, body, principal);
    } else {
      await this.stateless(exchange, response, body);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.active.idle(DRAIN_MS);
    await this.handler.close();
  }

  private assertBatches(request: Request, _batch: readonly JSONRPCMessage[]): void {
    const revision = request.headers['mcp-protocol-version'] ?? BATCH_REVISION;
    if (revision === BATCH_REVISION) return;
    throw new MessageRejectedError(
      ErrorCode.InvalidRequest,
      `Send one message at a time: only revision ${BATCH_REVISION} has batches`,
    );
  }
}
