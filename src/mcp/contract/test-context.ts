import type { Root } from '@modelcontextprotocol/server';
import { McpContext, type ClientFeature, type ClientInfo, type LogLevel } from './mcp-context.js';
import { Principal } from './principal.js';
import type {
  ElicitAnswer,
  ElicitFormRequest,
  ElicitUrlRequest,
  SampleAnswer,
  SampleRequest,
} from './questions.types.js';

/** What the client of a `TestContext` answers, by the key of the question. */
export interface TestAnswers {
  /** The filled-in form, or how the user refuses; what is not listed is declined. */
  readonly elicit?: Readonly<Record<string, object | 'decline' | 'cancel'>>;
  readonly sample?: Readonly<Record<string, string>>;
  readonly roots?: readonly Root[];
}

/**
 * A context for unit tests, which call a capability's method directly. It records what the method sends and asks.
 *
 * @example
 * ```ts
 * const ctx = new TestContext({ elicit: { confirm: { sure: true } } });
 * await new OrdersToolset(orders).cancel({ order: 'SO-000001' }, ctx);
 * expect(ctx.asked).toEqual([['confirm', 'Cancel SO-000001?']]);
 * ```
 */
export class TestContext extends McpContext {
  override readonly transport = 'stdio';
  override readonly era = 'modern';
  override readonly protocolRevision = '2026-07-28';
  override readonly requestId = 1;
  override readonly sessionId = undefined;
  override readonly client: ClientInfo = { name: 'test', version: '1.0.0' };
  override readonly meta = {};
  override readonly trace = undefined;
  override readonly signal: AbortSignal;
  /** Progress reports: value, total, message. */
  readonly reports: [progress: number, total?: number, message?: string][] = [];
  readonly logs: [level: LogLevel, data: unknown][] = [];
  /** The questions in order: key, and message or prompt. */
  readonly asked: [key: string, question: unknown][] = [];

  constructor(
    private readonly answers: TestAnswers = {},
    override readonly principal: Principal = Principal.anonymous(),
    signal?: AbortSignal,
  ) {
    super();
    this.signal = signal ?? new AbortController().signal;
  }

  override progress(...report: [progress: number, total?: number, message?: string]): Promise<void> {
    this.reports.push(report);
    return Promise.resolve();
  }

  override log(level: LogLevel, data: unknown): Promise<void> {
    this.logs.push([level, data]);
    return Promise.resolve();
  }

  override supports(feature: ClientFeature): boolean {
    if (feature === 'sampling') return this.answers.sample !== undefined;
    return feature === 'roots' ? this.answers.roots !== undefined : this.answers.elicit !== undefined;
  }

  override elicit<T extends object>(
    key: string,
    { message }: ElicitFormRequest<T> | ElicitUrlRequest,
  ): Promise<ElicitAnswer<T>> {
    this.asked.push([key, message]);
    const answer = this.answers.elicit?.[key] ?? 'decline';
    return Promise.resolve(
      typeof answer === 'string'
        ? { action: answer, accepted: false }
        : { action: 'accept', accepted: true, content: answer as T },
    );
  }

  override sample(key: string, { messages }: SampleRequest): Promise<SampleAnswer> {
    this.asked.push([key, messages]);
    const text = this.answers.sample?.[key] ?? '';
    return Promise.resolve({ role: 'assistant', model: 'test', content: { type: 'text', text }, text });
  }

  override roots(key = 'roots'): Promise<readonly Root[]> {
    this.asked.push([key, undefined]);
    return Promise.resolve(this.answers.roots ?? []);
  }

  override startTask(): void {
    // A unit test waits for the method either way.
  }

  override releaseStream(): void {
    // There is no stream.
  }
}
