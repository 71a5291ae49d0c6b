import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  type ClientCapabilities,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import type { RequestContext } from '../common/request-context.js';
import type { ClientInfo, LogLevel, ProtocolEra, TransportName } from '../contract/mcp-context.js';
import type { Principal } from '../contract/principal.js';
import { Cancellation, type CallRecord, type Outbox, type QuestionChannel } from '../invocation/index.js';
import type { Params } from './params.js';
import type { ProtocolCall } from './protocol-method.js';
import type { Answers } from './questions/round-trip-questions.js';
import type { Target } from './target.js';
import type { RequestParts } from './wire/envelope.js';

/** What a call needs of the client that sent it. */
export interface CallingPeer {
  readonly transport: TransportName;
  readonly sessionId: string | undefined;
  readonly revision: string;
  /** From `initialize`, in the legacy era. */
  readonly client: ClientInfo | undefined;
  readonly clientCapabilities: ClientCapabilities | undefined;
  readonly logLevel: LogLevel | undefined;
  readonly subscriptions: Set<string> | undefined;
  questionsFor(call: RequestCall): QuestionChannel;
  /** Sends a notification in the course of a call. */
  notify(call: RequestCall, method: string, params: Params): Promise<void>;
  releaseStream(call: RequestCall): void;
}

/** From the least severe (RFC 5424). */
const SEVERITY: readonly LogLevel[] = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

const NO_ANSWERS: Answers = Object.freeze({});

/** One request on its way through the engine, and the channel for messages that belong to it. */
export class RequestCall implements ProtocolCall, Outbox {
  readonly time = new Date();
  readonly startedAt = performance.now();
  readonly record: CallRecord = {};
  readonly cancellation = new Cancellation();
  /** Answers of earlier rounds, out of a verified `requestState`. */
  carriedAnswers: Answers = NO_ANSWERS;
  /** Error of an access policy that was asked about the target. */
  fault: unknown;
  private channel: QuestionChannel | undefined;

  constructor(
    private readonly peer: CallingPeer,
    readonly context: RequestContext,
    /** The request as the client sent it. */
    readonly message: JSONRPCRequest,
    readonly era: ProtocolEra,
    readonly target: Target,
    private readonly parts: RequestParts,
  ) {}

  get requestId(): string | number {
    return this.message.id;
  }

  get method(): string {
    return this.message.method;
  }

  get principal(): Principal {
    return this.context.principal;
  }

  get params(): Params {
    return this.parts.params;
  }

  get meta(): Params {
    return this.parts.meta;
  }

  get transport(): TransportName {
    return this.peer.transport;
  }

  get sessionId(): string | undefined {
    return this.peer.sessionId;
  }

  get protocolRevision(): string {
    return this.peer.revision;
  }

  get client(): ClientInfo | undefined {
    const { envelope } = this.parts;
    return this.era === 'modern' ? (envelope?.[CLIENT_INFO_META_KEY] as ClientInfo | undefined) : this.peer.client;
  }

  get clientCapabilities(): ClientCapabilities | undefined {
    if (this.era === 'legacy') return this.peer.clientCapabilities;
    return this.parts.envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
  }

  get httpRequest(): object | undefined {
    return this.context.httpRequest;
  }

  get address(): string | undefined {
    return this.context.address;
  }

  get remainingMs(): number {
    return this.context.remainingMs;
  }

  get subscriptions(): Set<string> | undefined {
    return this.peer.subscriptions;
  }

  get outbox(): Outbox {
    return this;
  }

  get questions(): QuestionChannel {
    return (this.channel ??= this.peer.questionsFor(this));
  }

  /** As the client sent it. */
  get requestState(): unknown {
    return this.parts.requestState;
  }

  /** Answers that are objects; a wrapped answer (`{ method, result }`) is none (2026-07-28, basic/patterns/mrtr). */
  get inputResponses(): Answers {
    const { inputResponses } = this.parts;
    if (inputResponses === undefined) return NO_ANSWERS;
    if (!isObject(inputResponses)) return NO_ANSWERS;
    const isAnswer = (entry: unknown): boolean => isObject(entry) && !('method' in entry) && !('result' in entry);
    return Object.fromEntries(Object.entries(inputResponses).filter(([, entry]) => isAnswer(entry)));
  }

  async progress(progress: number, total: number | undefined, message: string | undefined): Promise<void> {
    const { progressToken } = this.meta;
    if (progressToken === undefined) return;
    const params = {
      progressToken,
      progress,
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message }),
    };
    await this.peer.notify(this, 'notifications/progress', params);
  }

  async log(level: LogLevel, data: unknown, logger: string | undefined): Promise<void> {
    // A modern client names the level with each request, or hears nothing.
    const isModern = this.era === 'modern';
    const least = isModern ? (this.parts.envelope?.[LOG_LEVEL_META_KEY] as LogLevel | undefined) : this.peer.logLevel;
    if (isModern && least === undefined) return;
    if (least !== undefined && isBelow(level, least)) return;
    await this.peer.notify(this, 'notifications/message', { level, data, logger });
  }

  releaseStream(): void {
    this.peer.releaseStream(this);
  }
}

/** A level that the protocol does not know is below none. */
function isBelow(level: LogLevel, least: LogLevel): boolean {
  const severity = SEVERITY.indexOf(level);
  return severity !== -1 && severity < SEVERITY.indexOf(least);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
