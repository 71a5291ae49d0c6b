import { randomUUID } from 'node:crypto';
import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import { isInitializeRequest, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { Settings } from '../../config/index.js';
import { ServerFactory, type Principal } from '../../mcp/index.js';
import { trackerOf } from '../../security/index.js';
import { SessionRegistry } from '../network/session.registry.js';
import type { Exchange } from './exchange.js';
import { HttpSession } from './http.session.js';
import { assertWellFormed } from './initialize.check.js';
import { paced } from './paced.js';
import { ReplayBudget } from './replay.budget.js';
import { SessionEventStore } from './session.event-store.js';

/** When a client whose stream has ended should come back, in milliseconds. */
const RETRY_MS = 1000;

/** Sessions of legacy clients: `initialize` opens one, the header `Mcp-Session-Id` names it from then on. */
@Injectable()
export class HttpSessions {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly servers: ServerFactory,
    private readonly settings: Settings,
    private readonly replays: ReplayBudget,
  ) {}

  /** @throws SessionLimitError, NotFoundException for a session that is not the principal's */
  async handle(exchange: Exchange, principal: Principal): Promise<void> {
    const id = exchange.request.headers['mcp-session-id'];
    if (id === undefined) {
      assertWellFormed(exchange.body);
      if (!isInitializeRequest(exchange.body)) {
        throw new BadRequestException(
          'The request has no Mcp-Session-Id: send initialize first and keep the id it answers with',
        );
      }
      return this.open(exchange, principal);
    }
    const session = this.registry.find(String(id), principal);
    if (!(session instanceof HttpSession)) throw new NotFoundException('Session not found');
    await session.handle(exchange);
  }

  private async open(exchange: Exchange, principal: Principal): Promise<void> {
    const tracker = trackerOf(exchange.request, principal);
    this.registry.assertRoom(tracker);
    const id = randomUUID();
    const server = this.servers.create({ transport: 'http', era: 'legacy', live: true, principal });
    const events = new SessionEventStore(this.replays);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      eventStore: events,
      retryInterval: RETRY_MS,
      keepAliveMs: this.settings.keepaliveSeconds * 1000,
    });
    const session = new HttpSession(id, principal, transport, server, events, this.settings);
    // Counted before anything is awaited, so that many at once cannot pass the limits.
    this.registry.add(session, tracker);
    const forget = server.onclose;
    server.onclose = () => {
      this.registry.remove(id);
      events.close();
      forget?.();
    };
    try {
      await paced(
        server,
        (request) => session.responseOf(request),
        (message) => session.sending(message),
      ).connect(transport);
      await session.handle(exchange);
    } finally {
      if (transport.sessionId === undefined) await this.discard(session);
    }
  }

  /** The session was not opened: its `initialize` was refused, or the client is gone. */
  private async discard(session: HttpSession): Promise<void> {
    this.registry.remove(session.id);
    await session.close();
  }
}
