import { randomUUID } from 'node:crypto';
import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import { isInitializeRequest, type JSONRPCMessage } from '@modelcontextprotocol/server';
import { Settings } from '../../config/index.js';
import { Engine, ErrorCode, initializeFaults, MessageRejectedError } from '../../mcp/index.js';
import { trackerOf } from '../../security/index.js';
import type { Body } from '../network/body.reader.js';
import type { HttpExchange } from '../network/http.exchange.js';
import { SessionRegistry } from '../network/session.registry.js';
import { HttpSession } from './http.session.js';
import { ReplayBudget } from './replay.budget.js';
import { assertAcceptsBoth, assertAcceptsStream, assertRevision } from './request.headers.js';
import { SessionEvents } from './session.events.js';

/** Sessions of legacy clients: `initialize` opens one, the header `Mcp-Session-Id` names it from then on. */
@Injectable()
export class HttpSessions {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly engine: Engine,
    private readonly settings: Settings,
    private readonly replays: ReplayBudget,
  ) {}

  /**
   * Serves a GET or DELETE of a session.
   *
   * @throws HttpException 400, 404, 406 or 409
   */
  async handle(exchange: HttpExchange): Promise<void> {
    const { method, headers } = exchange.request;
    const session = this.find(exchange);
    if (!session) throw missingSession();
    if (method === 'GET') assertAcceptsStream(headers);
    assertRevision(headers);
    if (method === 'GET') return session.get(exchange);
    await session.close();
    exchange.endEmpty(200);
  }

  /**
   * Serves a POST of a legacy client.
   *
   * @throws HttpException, MessageRejectedError, InsufficientScopeError, SessionLimitError
   */
  async post(exchange: HttpExchange, body: Body): Promise<void> {
    const session = this.find(exchange);
    if (!session) return this.open(exchange, body);
    assertAcceptsBoth(exchange.request.headers);
    assertRevision(exchange.request.headers);
    await session.post(exchange, body);
  }

  /** @throws NotFoundException for a session that is not the principal's */
  private find({ request, context }: HttpExchange): HttpSession | undefined {
    const id = request.headers['mcp-session-id'];
    if (id === undefined) return undefined;
    const session = this.registry.find(String(id), context.principal);
    if (session instanceof HttpSession) return session;
    throw new NotFoundException('Session not found');
  }

  private async open(exchange: HttpExchange, body: Body): Promise<void> {
    assertWellFormed(body);
    if (!isInitializeRequest(body)) throw missingSession();
    const tracker = trackerOf(exchange.request, exchange.context.principal);
    this.registry.assertRoom(tracker);
    assertAcceptsBoth(exchange.request.headers);
    const id = randomUUID();
    const { principal } = exchange.context;
    const events = new SessionEvents(this.replays);
    const session = new HttpSession(id, principal, this.engine, events, this.settings, () => this.registry.remove(id));
    // Counted before anything is awaited, so that many at once cannot pass the limits.
    this.registry.add(session, tracker);
    try {
      await session.post(exchange, body);
    } finally {
      // Its `initialize` was refused.
      if (!session.isInitialized) await session.close();
    }
  }
}

function missingSession(): BadRequestException {
  return new BadRequestException(
    'The request has no Mcp-Session-Id: send initialize first and keep the id it answers with',
  );
}

/**
 * Tells a client whose `initialize` opens no session what is wrong with it. Every other message passes.
 *
 * @throws MessageRejectedError −32600 in a batch or without an id, −32602 with malformed parameters
 */
function assertWellFormed(body: Body): void {
  const initialize = [body].flat().find((message) => isInitialize(message));
  if (!initialize) return;
  const id = 'id' in initialize ? initialize.id : undefined;
  if (Array.isArray(body)) {
    throw new MessageRejectedError(ErrorCode.InvalidRequest, 'Send initialize alone: it may not be in a batch', id);
  }
  if (id === undefined) {
    throw new MessageRejectedError(ErrorCode.InvalidRequest, 'The message initialize is a request: give it an id');
  }
  if (isInitializeRequest(initialize)) return;
  const text = `The initialize request is malformed: ${initializeFaults(initialize)}`;
  throw new MessageRejectedError(ErrorCode.InvalidParams, text, id);
}

function isInitialize(message: JSONRPCMessage): boolean {
  return 'method' in message && message.method === 'initialize';
}
