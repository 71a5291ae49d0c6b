import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { BadRequestException, ConflictException } from '@nestjs/common';
import {
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  isInitializeRequest,
  SUPPORTED_PROTOCOL_VERSIONS,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/server';
import {
  type Engine,
  ErrorCode,
  isPromise,
  MessageRejectedError,
  Peer,
  type Answer,
  type MaybePromise,
  type PeerLink,
  type Principal,
} from '../../mcp/index.js';
import type { Body } from '../network/body.reader.js';
import { EVENT_STREAM, KEEP_ALIVE, messageEvent, waitForDrain, writeBounded } from '../network/event.stream.js';
import type { HttpExchange } from '../network/http.exchange.js';
import type { Session } from '../network/session.registry.js';
import { MAX_STORED_BYTES, type SessionEvents } from './session.events.js';

/** When a client whose stream has ended should come back, in milliseconds. */
const RETRY_MS = 1000;

/** The stream of messages that belong to no request. */
const STANDALONE = 'standalone';

/** The first revision whose clients understand an event without data (2025-11-25, basic/transports: resumability). */
const FIRST_RESUMABLE = '2025-11-25';

/** The stream of one POST, or the standalone stream. It outlives the connections on which the client reads it. */
class Stream {
  /** Requests whose answers are still to come on it. */
  readonly open: Set<RequestId>;
  /** Where the client reads it at the moment. */
  response: ServerResponse | undefined;
  /** Events that go out with the head, while the stream is not open yet. */
  early = '';
  opening: NodeJS.Immediate | undefined;
  /** A request of it was cancelled, and gets no answer. */
  isCancelled = false;

  constructor(
    readonly id: string,
    requests: readonly RequestId[],
    readonly isResumable: boolean,
  ) {
    this.open = new Set(requests);
  }
}

/** One session of a legacy client over Streamable HTTP (2025-11-25, basic/transports: session management). */
export class HttpSession implements Session, PeerLink {
  private readonly peer: Peer;
  private readonly streams = new Map<string, Stream>();
  private readonly byRequest = new Map<RequestId, Stream>();
  /** The exchanges of requests that have not passed every check yet. */
  private readonly arriving = new Map<Stream, HttpExchange>();

  /** @param closed called once, when the session has ended */
  constructor(
    readonly id: string,
    readonly principal: Principal,
    engine: Engine,
    private readonly events: SessionEvents,
    private readonly limits: { readonly maxResultBytes: number },
    private readonly closed: () => void,
  ) {
    const options = { transport: 'http', live: true, era: 'legacy', sessionId: id, principal, link: this } as const;
    this.peer = new Peer(engine, options);
  }

  get isInitialized(): boolean {
    return this.peer.negotiatedRevision !== undefined;
  }

  /** @throws MessageRejectedError, InsufficientScopeError */
  async post(exchange: HttpExchange, body: Body): Promise<void> {
    const messages = Array.isArray(body) ? body : [body];
    if (this.isInitialized && messages.some((message) => isInitialize(message))) {
      throw new MessageRejectedError(ErrorCode.InvalidRequest, 'Invalid Request: Server already initialized');
    }
    const ids = messages.flatMap((message) => ('method' in message && 'id' in message ? [message.id] : []));
    const stream = new Stream(randomUUID(), ids, revisionOf(exchange, messages) >= FIRST_RESUMABLE);
    this.arrive(stream, ids, exchange);
    try {
      const answers = await this.receive(body, exchange);
      if (ids.length === 0) return exchange.endEmpty(202);
      await this.settle(stream, ids, answers);
    } finally {
      this.arriving.delete(stream);
      for (const id of ids) if (this.byRequest.get(id) === stream) this.byRequest.delete(id);
    }
  }

  /**
   * Opens the standalone stream, or resumes a stream behind the event that the client has seen last.
   *
   * @throws BadRequestException, ConflictException
   */
  get(exchange: HttpExchange): void {
    const lastId = exchange.request.headers['last-event-id'];
    if (typeof lastId === 'string' && lastId !== '') return this.resume(exchange, lastId);
    const stream = this.standalone();
    if (stream.response) throw new ConflictException('Conflict: Only one SSE stream is allowed per session');
    this.attach(stream, exchange);
  }

  send(text: string, related: RequestId | undefined): MaybePromise<void> {
    const stream = related === undefined ? this.standalone() : this.byRequest.get(related);
    if (!stream) return undefined;
    this.write(stream, text, false);
    return stream.response && waitForDrain(stream.response);
  }

  admitted(request: RequestId): void {
    const stream = this.byRequest.get(request);
    const exchange = stream && this.arriving.get(stream);
    if (!stream || !exchange || this.streams.has(stream.id)) return;
    this.streams.set(stream.id, stream);
    if (stream.isResumable) stream.early = `id: ${this.events.store(stream.id, '')}\nretry: ${RETRY_MS}\ndata: \n\n`;
    // An answer that is there in the same turn leaves together with the head.
    stream.opening = setImmediate(() => this.attach(stream, exchange));
  }

  releaseStream(request: RequestId): void {
    const stream = this.byRequest.get(request);
    if (stream?.isResumable) stream.response?.end();
  }

  isBusy(): boolean {
    return this.peer.isAwaited || [...this.streams.values()].some(({ response }) => response !== undefined);
  }

  keepAlive(): void {
    for (const { response } of this.streams.values()) {
      if (response) writeBounded(response, KEEP_ALIVE, this.limits.maxResultBytes);
    }
  }

  async close(): Promise<void> {
    await this.peer.close();
    for (const { response } of this.streams.values()) response?.end();
    this.streams.clear();
    this.events.close();
    this.closed();
  }

  private settle(
    stream: Stream,
    ids: readonly RequestId[],
    answers: readonly MaybePromise<Answer | undefined>[],
  ): MaybePromise<unknown> {
    const waiting: Promise<void>[] = [];
    for (const [index, answer] of answers.entries()) {
      if (isPromise(answer)) waiting.push(answer.then((settled) => this.answered(stream, ids[index], settled)));
      else this.answered(stream, ids[index], answer);
    }
    return waiting.length > 0 ? Promise.all(waiting) : undefined;
  }

  private async receive(body: Body, { context }: HttpExchange): Promise<readonly MaybePromise<Answer | undefined>[]> {
    return Array.isArray(body) ? this.peer.receiveBatch(body, context) : [this.peer.receive(body, context)];
  }

  /** An id that is in use belongs to the stream of the earlier request: the peer refuses the later one. */
  private arrive(stream: Stream, ids: readonly RequestId[], exchange: HttpExchange): void {
    this.arriving.set(stream, exchange);
    for (const id of ids) if (!this.byRequest.has(id)) this.byRequest.set(id, stream);
  }

  private answered(stream: Stream, id: RequestId | undefined, answer: Answer | undefined): void {
    if (id !== undefined) stream.open.delete(id);
    if (answer) this.write(stream, answer.text, true);
    else stream.isCancelled = true;
    if (stream.open.size > 0) return;
    if (stream.isCancelled) this.events.forgetUnanswered(stream.id);
    this.streams.delete(stream.id);
    const exchange = this.arriving.get(stream);
    clearImmediate(stream.opening);
    if (stream.response) stream.response.end();
    else if (exchange && !exchange.isGone)
      exchange.end(200, [...EVENT_STREAM, 'Mcp-Session-Id', this.id], stream.early);
  }

  private standalone(): Stream {
    let stream = this.streams.get(STANDALONE);
    if (!stream) this.streams.set(STANDALONE, (stream = new Stream(STANDALONE, [], true)));
    return stream;
  }

  private resume(exchange: HttpExchange, lastId: string): void {
    const id = this.events.streamOf(lastId);
    if (id === undefined) throw new BadRequestException('Invalid event ID format');
    const stream = id === STANDALONE ? this.standalone() : this.streams.get(id);
    if (stream?.response) throw new ConflictException('Conflict: Stream already has an active connection');
    const missed = this.events.after(lastId).map((event) => messageEvent(event.text, event.id));
    this.openResponse(exchange);
    for (const event of missed) writeBounded(exchange.response, event, MAX_STORED_BYTES);
    if (stream) this.follow(stream, exchange.response);
    else exchange.response.end();
  }

  private attach(stream: Stream, exchange: HttpExchange): void {
    this.arriving.delete(stream);
    if (exchange.isGone) return;
    this.openResponse(exchange);
    this.follow(stream, exchange.response);
    if (stream.early !== '') writeBounded(exchange.response, stream.early, this.limits.maxResultBytes);
  }

  private openResponse(exchange: HttpExchange): void {
    exchange.writeHead(200, [...EVENT_STREAM, 'Mcp-Session-Id', this.id]);
    // An event stream may have nothing to say for long: the client is to know at once that it is open.
    exchange.response.flushHeaders();
  }

  private follow(stream: Stream, response: ServerResponse): void {
    stream.response = response;
    response.once('close', () => {
      if (stream.response === response) stream.response = undefined;
    });
  }

  private write(stream: Stream, text: string, isAnswer: boolean): void {
    const id = this.events.store(stream.id, text, isAnswer);
    const allowance = stream.id === STANDALONE ? MAX_STORED_BYTES : this.limits.maxResultBytes;
    if (stream.response) writeBounded(stream.response, messageEvent(text, id), allowance);
    else if (this.arriving.has(stream)) stream.early += messageEvent(text, id);
  }
}

/** The revision that decides whether the client understands an event without data. */
function revisionOf({ request }: HttpExchange, messages: readonly JSONRPCMessage[]): string {
  const initialize = messages.find((message) => isInitialize(message)) as
    { readonly params: { readonly protocolVersion: string } } | undefined;
  const named = initialize?.params.protocolVersion ?? request.headers['mcp-protocol-version'];
  const revision = String(named ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION);
  return SUPPORTED_PROTOCOL_VERSIONS.includes(revision) ? revision : '';
}

function isInitialize(message: JSONRPCMessage): boolean {
  return 'method' in message && message.method === 'initialize' && isInitializeRequest(message);
}
