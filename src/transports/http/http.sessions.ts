import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { BadRequestException, Injectable, Logger, NotFoundException } from '@nestjs/common';
import { toNodeHandler, type NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import { isInitializeRequest, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { Settings } from '../../config/index.js';
import { ServerFactory, type Principal } from '../../mcp/index.js';
import { SessionRegistry } from '../network/session.registry.js';
import { HttpSession } from './http.session.js';
import { SessionEventStore } from './session.event-store.js';

/** When a client whose stream has ended should come back, in milliseconds. */
const RETRY_MS = 1000;

/** Sessions of legacy clients: `initialize` opens one, the header `Mcp-Session-Id` names it from then on. */
@Injectable()
export class HttpSessions {
  private readonly logger = new Logger('HttpSessions');

  constructor(
    private readonly registry: SessionRegistry,
    private readonly servers: ServerFactory,
    private readonly settings: Settings,
  ) {}

  /** @throws SessionLimitError, NotFoundException for a session that is not the principal's */
  async handle(
    request: NodeIncomingMessageLike,
    response: ServerResponse,
    body: unknown,
    principal: Principal,
  ): Promise<void> {
    const id = request.headers['mcp-session-id'];
    if (id === undefined) {
      if (!isInitializeRequest(body)) {
        throw new BadRequestException(
          'The request has no Mcp-Session-Id: send initialize first and keep the id it answers with',
        );
      }
      return this.open(request, response, body, principal);
    }
    const session = this.registry.find(String(id), principal);
    if (!(session instanceof HttpSession)) throw new NotFoundException('Session not found');
    await session.handle(request, response, body);
  }

  private async open(
    request: NodeIncomingMessageLike,
    response: ServerResponse,
    body: unknown,
    principal: Principal,
  ): Promise<void> {
    this.registry.assertRoom(principal);
    const server = this.servers.create({ transport: 'http', era: 'legacy', live: true, principal });
    const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new SessionEventStore(),
      retryInterval: RETRY_MS,
      keepAliveMs: this.settings.keepaliveSeconds * 1000,
      onsessioninitialized: (id) => this.registry.add(new HttpSession(id, principal, transport, server)),
    });
    const forget = server.onclose;
    server.onclose = () => {
      if (transport.sessionId !== undefined) this.registry.remove(transport.sessionId);
      forget?.();
    };
    await server.connect(transport);
    await toNodeHandler({ fetch: (exchange, options) => transport.handleRequest(exchange, options) })(
      request,
      response,
      body,
    );
    if (transport.sessionId === undefined) {
      this.logger.debug('A session was not opened: its initialize was refused');
      await server.close();
    }
  }
}
