import type { ClientFeature, ClientInfo, LogLevel, ProtocolEra, TransportName } from '../contract/mcp-context.js';
import { McpContext, type TraceContext } from '../contract/mcp-context.js';
import type { Principal } from '../contract/principal.js';
import type {
  ElicitAnswer,
  ElicitFormRequest,
  ElicitUrlRequest,
  SampleAnswer,
  SampleRequest,
} from '../contract/questions.types.js';
import type { Root } from '@modelcontextprotocol/server';
import type { Call } from './call.interface.js';
import type { CallLifetime } from './call-lifetime.js';
import type { Deadline } from './deadline.js';
import { isClass, loadSchemaCompiler } from '../catalog/schemas/index.js';
import { elicitFormQuestion, elicitUrlQuestion, rootsQuestion, sampleQuestion, type Asking } from './questions.js';

/** The context that a capability method receives. */
export class CallContext extends McpContext {
  override readonly principal: Principal;
  override readonly transport: TransportName;
  override readonly era: ProtocolEra;
  override readonly protocolRevision: string;
  override readonly requestId: string | number;
  override readonly sessionId: string | undefined;
  override readonly client: ClientInfo | undefined;
  override readonly meta: Readonly<Record<string, unknown>>;
  override readonly trace: TraceContext | undefined;
  /** Private, so that logging a context does not show the HTTP request and the credential in it. */
  readonly #call: Call;
  private asked: Set<string> | undefined;
  private lastProgress = -Infinity;
  private unsent: Set<Promise<void>> | undefined;

  constructor(
    call: Call,
    private readonly deadline: Deadline,
    private readonly lifetime: CallLifetime,
  ) {
    super();
    this.#call = call;
    this.principal = call.principal;
    this.transport = call.transport;
    this.era = call.era;
    this.protocolRevision = call.protocolRevision;
    this.requestId = call.requestId;
    this.sessionId = call.sessionId;
    this.client = call.client;
    this.meta = call.meta;
    this.trace = traceOf(call.meta);
  }

  override get signal(): AbortSignal {
    return this.lifetime.signal;
  }

  override progress(progress: number, total?: number, message?: string): Promise<void> {
    // Reports must increase (2025-11-25, basic/utilities/progress); one that does not is not worth failing a call for.
    if (!(progress > this.lastProgress)) return Promise.resolve();
    this.lastProgress = progress;
    return this.send(() => this.#call.outbox.progress(progress, total, message));
  }

  override log(level: LogLevel, data: unknown, logger?: string): Promise<void> {
    return this.send(() => this.#call.outbox.log(level, data, logger));
  }

  override startTask(): void {
    this.#call.startTask?.();
  }

  override releaseStream(): void {
    this.#call.outbox.releaseStream();
  }

  override supports(feature: ClientFeature): boolean {
    return this.#call.questions.supports(feature);
  }

  override elicit<T extends object>(
    key: string,
    request: ElicitFormRequest<T> | ElicitUrlRequest,
  ): Promise<ElicitAnswer<T>> {
    if ('url' in request) return this.ask(key, () => elicitUrlQuestion<T>(request));
    const loading = isClass(request.schema) ? undefined : loadSchemaCompiler();
    return this.ask(key, () => elicitFormQuestion(key, request), loading);
  }

  override sample(key: string, request: SampleRequest): Promise<SampleAnswer> {
    return this.ask(key, () => sampleQuestion(request));
  }

  override roots(key = 'roots'): Promise<readonly Root[]> {
    return this.ask(key, rootsQuestion);
  }

  /** Whether messages of the call have not been handed over yet. */
  get isBehind(): boolean {
    return this.unsent !== undefined && this.unsent.size > 0;
  }

  /** Waits until every message of the call has been handed over, so that none arrives behind the answer. */
  async flush(): Promise<void> {
    if (this.unsent) await Promise.all(this.unsent);
  }

  /** Progress and logs are best effort: a client that no longer listens must not fail the call. */
  private send(message: () => Promise<void>): Promise<void> {
    if (this.lifetime.isOver) return Promise.resolve();
    const unsent = (this.unsent ??= new Set());
    const sent = Promise.resolve()
      .then(message)
      .catch(() => undefined)
      .finally(() => unsent.delete(sent));
    unsent.add(sent);
    return sent;
  }

  private ask<Answer>(key: string, ask: () => Asking<Answer>, ready?: Promise<void>): Promise<Answer> {
    const answer = this.answerTo(key, ask, ready);
    // A method may start several questions and await them one after the other.
    answer.catch(() => undefined);
    return answer;
  }

  private async answerTo<Answer>(key: string, ask: () => Asking<Answer>, ready?: Promise<void>): Promise<Answer> {
    const asked = (this.asked ??= new Set());
    if (asked.has(key)) {
      throw new Error(`The question '${key}' has been asked in this call already: give each a key of its own.`);
    }
    asked.add(key);
    if (ready) await ready;
    const { question, read } = ask();
    return this.deadline.exclude(() => this.#call.questions.ask(key, question, read));
  }
}

function traceOf({ traceparent, tracestate, baggage }: Readonly<Record<string, unknown>>): TraceContext | undefined {
  if (typeof traceparent !== 'string') return undefined;
  return {
    traceparent,
    ...(typeof tracestate === 'string' && { tracestate }),
    ...(typeof baggage === 'string' && { baggage }),
  };
}
