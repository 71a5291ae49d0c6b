import { Injectable, ServiceUnavailableException, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  isInitializeRequest,
  SUPPORTED_PROTOCOL_VERSIONS,
  type JSONRPCMessage,
} from '@modelcontextprotocol/server';
import { Settings } from '../../config/index.js';
import {
  ActiveCalls,
  Engine,
  ErrorCode,
  isPromise,
  LISTEN_METHOD,
  MessageRejectedError,
  Peer,
  type Answer,
  type MaybePromise,
} from '../../mcp/index.js';
import { EdgeAudit, trackerOf } from '../../security/index.js';
import type { Body } from '../network/body.reader.js';
import { reasonOfCode } from '../network/edge.responder.js';
import type { HttpExchange } from '../network/http.exchange.js';
import { SessionLimitError } from '../network/session.registry.js';
import { assertAcceptsBoth, assertRevision } from './request.headers.js';
import { StatelessAnswer } from './stateless.answer.js';

/** How long a shutdown waits for running calls. */
const DRAIN_MS = 10_000;

/** Serves requests that stand for themselves: each has a peer of its own. */
@Injectable()
export class StatelessServer implements BeforeApplicationShutdown {
  /** Peers of the modern era, whose calls end with their client or with the server. */
  private readonly open = new Set<Peer>();
  /** Open subscriptions by caller. */
  private readonly listens = new Map<string, number>();
  private isClosed = false;

  constructor(
    private readonly settings: Settings,
    private readonly engine: Engine,
    private readonly active: ActiveCalls,
    private readonly audit: EdgeAudit,
  ) {}

  /** @throws HttpException, MessageRejectedError, InsufficientScopeError, SessionLimitError */
  async serve(exchange: HttpExchange, body: Body, era: 'legacy' | 'modern'): Promise<void> {
    if (this.isClosed) throw new ServiceUnavailableException('The server is shutting down');
    if (era === 'legacy') await this.serveLegacy(exchange, body);
    else if (isListen(body)) await this.listen(exchange, body as JSONRPCMessage);
    else await this.serveModern(exchange, body as JSONRPCMessage);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.active.idle(DRAIN_MS);
    this.isClosed = true;
    await Promise.all([...this.open].map((peer) => peer.close()));
  }

  /** In the legacy era to disconnect is not to cancel: calls run on without their client. */
  private async serveLegacy(exchange: HttpExchange, body: Body): Promise<void> {
    const { headers } = exchange.request;
    const messages = Array.isArray(body) ? withoutCancellations(body) : [body];
    const revision = String(headers['mcp-protocol-version'] ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION);
    assertAcceptsBoth(headers);
    if (isInitialize(messages)) assertAlone(body);
    else assertRevision(headers);
    const answer = this.answerTo(exchange, 'legacy');
    const known = SUPPORTED_PROTOCOL_VERSIONS.includes(revision) ? revision : DEFAULT_NEGOTIATED_PROTOCOL_VERSION;
    const peer = new Peer(this.engine, {
      transport: 'http',
      live: false,
      era: 'legacy',
      revision: known,
      link: answer,
    });
    if (Array.isArray(body)) return answer.endBatch(await peer.receiveBatch(messages, exchange.context));
    return answerRequest(answer, peer.receive(body, exchange.context), isRequest(body));
  }

  private async serveModern(exchange: HttpExchange, message: JSONRPCMessage): Promise<void> {
    const { response, context } = exchange;
    const answer = this.answerTo(exchange, 'modern');
    const peer = new Peer(this.engine, { transport: 'http', live: false, era: 'modern', link: answer });
    const received = peer.receive(message, context);
    if (!isPromise(received)) return answerRequest(answer, received, isRequest(message));
    const leave = (): void => {
      if (!response.writableFinished) void peer.close();
    };
    response.once('close', leave);
    if (response.destroyed) leave();
    this.open.add(peer);
    try {
      await answerRequest(answer, received, isRequest(message));
    } finally {
      this.open.delete(peer);
    }
  }

  /** Subscriptions stay open: they are limited for each caller, as sessions are. */
  private async listen(exchange: HttpExchange, message: JSONRPCMessage): Promise<void> {
    const caller = trackerOf(exchange.request, exchange.context.principal);
    const count = this.listens.get(caller) ?? 0;
    if (count >= this.settings.maxSessionsPerPrincipal) {
      throw new SessionLimitError(429, 'You have too many streams open: end one first');
    }
    this.listens.set(caller, count + 1);
    try {
      await this.serveModern(exchange, message);
    } finally {
      const left = (this.listens.get(caller) ?? 1) - 1;
      if (left > 0) this.listens.set(caller, left);
      else this.listens.delete(caller);
    }
  }

  private answerTo(exchange: HttpExchange, era: 'legacy' | 'modern'): StatelessAnswer {
    return new StatelessAnswer(exchange, era, this.settings, (refusal) => this.recordRefusal(exchange, refusal));
  }

  private recordRefusal({ request }: HttpExchange, { status, code }: Answer): void {
    this.audit.refused(request, { status, reason: reasonOfCode(code) });
  }
}

function answerRequest(
  answer: StatelessAnswer,
  received: MaybePromise<Answer | undefined>,
  isRequest: boolean,
): MaybePromise<void> {
  if (!isRequest) return answer.accept();
  if (!isPromise(received)) return answer.end(received);
  return answer.wait(received);
}

function isRequest(message: JSONRPCMessage): boolean {
  return 'method' in message && 'id' in message;
}

function isListen(body: Body): boolean {
  return !Array.isArray(body) && 'method' in body && body.method === LISTEN_METHOD;
}

function isInitialize(messages: readonly JSONRPCMessage[]): boolean {
  return messages.some(
    (message) => 'method' in message && message.method === 'initialize' && isInitializeRequest(message),
  );
}

/**
 * Every request of a batch that stands for itself is answered: a cancellation among them comes too late, as it may at
 * any time.
 */
function withoutCancellations(messages: readonly JSONRPCMessage[]): JSONRPCMessage[] {
  return messages.filter((message) => !('method' in message && message.method === 'notifications/cancelled'));
}

/** @throws MessageRejectedError −32600 */
function assertAlone(body: Body): void {
  if (!Array.isArray(body) || body.length === 1) return;
  throw new MessageRejectedError(
    ErrorCode.InvalidRequest,
    'Invalid Request: Only one initialization request is allowed',
  );
}
