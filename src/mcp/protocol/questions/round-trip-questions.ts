import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { ClientFeature } from '../../contract/mcp-context.js';
import { ToolError } from '../../contract/errors.js';
import {
  type AnswerReader,
  CallSuspended,
  InputRequired,
  type Question,
  type QuestionChannel,
} from '../../invocation/index.js';
import { declares, featureOf, refuseQuestion } from './client-features.js';

export type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Seals the answers of earlier rounds, so that the client can carry them but not change them. */
export type SealAnswers = (answers: Answers) => Promise<string>;

/**
 * Asks in rounds (2026-07-28, basic/patterns/mrtr): the call ends with the questions that have no answer yet, and the
 * client calls again with the answers. An answer that does not fit its question is asked for again.
 */
export class RoundTripQuestions implements QuestionChannel {
  private suspended: ((required: InputRequired | Promise<InputRequired>) => void) | undefined;
  private readonly pending = new Map<string, Question>();
  private readonly used: Record<string, Readonly<Record<string, unknown>>> = {};
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly capabilities: ClientCapabilities | undefined,
    private readonly answers: Answers,
    private readonly seal: SealAnswers,
    readonly requestState?: string,
  ) {}

  onSuspended(listener: (required: InputRequired | Promise<InputRequired>) => void): void {
    this.suspended = listener;
  }

  supports(feature: ClientFeature): boolean {
    return declares(this.capabilities, feature);
  }

  async ask<Answer>(key: string, question: Question, read: AnswerReader<Answer>): Promise<Answer> {
    if (!this.supports(featureOf(question))) refuseQuestion(question, 'modern', 'this request does not declare it');
    const raw = Object.hasOwn(this.answers, key) ? this.answers[key] : undefined;
    if (raw !== undefined) {
      try {
        const answer = await read(raw);
        this.used[key] = raw;
        return answer;
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
      }
    }
    // Questions asked in the same turn of the event loop travel together.
    if (this.pending.size === 0) setImmediate(() => this.endCall());
    this.pending.set(key, question);
    return new Promise<never>((_resolve, reject) => this.waiting.push(() => reject(new CallSuspended())));
  }

  private endCall(): void {
    const required = this.seal(this.used).then(
      (requestState) =>
        new InputRequired({
          resultType: 'input_required',
          inputRequests: Object.fromEntries(this.pending),
          requestState,
        }),
    );
    this.suspended?.(required);
    // The method unwinds only after the call has its result.
    void required.finally(() => setImmediate(() => this.waiting.forEach((unwind) => unwind()))).catch(() => undefined);
  }
}
