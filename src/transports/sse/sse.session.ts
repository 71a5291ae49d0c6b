import type { ServerResponse } from 'node:http';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import {
  type Engine,
  isPromise,
  Peer,
  type Answer,
  type MaybePromise,
  type PeerLink,
  type Principal,
} from '../../mcp/index.js';
import type { Body } from '../network/body.reader.js';
import { KEEP_ALIVE, messageEvent, waitForDrain, writeBounded } from '../network/event.stream.js';
import type { HttpExchange } from '../network/http.exchange.js';
import type { Session } from '../network/session.registry.js';

/** Answers to requests of the client may wait beyond the limit for unread bytes: up to the largest one. */
interface SseLimits {
  readonly maxResultBytes: number;
}

/** One event stream of a client, and the messages that it posts (MCP 2024-11-05, basic/transports: HTTP with SSE). */
export class SseSession implements Session, PeerLink {
  readonly id: string;
  private readonly peer: Peer;

  private constructor(
    stream: SSEServerTransport,
    readonly principal: Principal,
    engine: Engine,
    private readonly response: ServerResponse,
    private readonly limits: SseLimits,
  ) {
    this.id = stream.sessionId;
    const options = { transport: 'sse', live: true, era: 'legacy', sessionId: this.id, principal, link: this } as const;
    this.peer = new Peer(engine, options);
  }

  /**
   * Opens the stream, whose first event names the endpoint that the client posts to.
   *
   * @param opened called with the session before anything is written
   */
  static async open(
    endpoint: string,
    principal: Principal,
    engine: Engine,
    response: ServerResponse,
    limits: SseLimits,
    opened: (session: SseSession) => void,
  ): Promise<SseSession> {
    const stream = new SSEServerTransport(endpoint, response);
    const session = new SseSession(stream, principal, engine, response, limits);
    opened(session);
    await stream.start();
    return session;
  }

  get isOpen(): boolean {
    return !this.response.destroyed && !this.response.writableEnded;
  }

  /** @throws MessageRejectedError, InsufficientScopeError */
  async post({ context }: HttpExchange, body: Body): Promise<void> {
    const received = Array.isArray(body)
      ? await this.peer.receiveBatch(body, context)
      : [this.peer.receive(body, context)];
    for (const answer of received) this.answer(answer);
  }

  send(text: string): MaybePromise<void> {
    if (writeBounded(this.response, messageEvent(text))) return waitForDrain(this.response);
    return undefined;
  }

  /** A stream on which the client says nothing and waits for nothing is idle, though it is connected. */
  isBusy(): boolean {
    return this.peer.isAwaited;
  }

  keepAlive(): void {
    writeBounded(this.response, KEEP_ALIVE, this.limits.maxResultBytes);
  }

  async close(): Promise<void> {
    await this.peer.close();
    this.response.end();
  }

  private answer(answer: MaybePromise<Answer | undefined>): void {
    if (isPromise(answer)) void answer.then((settled) => this.answer(settled));
    else if (answer) writeBounded(this.response, messageEvent(answer.text), this.limits.maxResultBytes);
  }
}
