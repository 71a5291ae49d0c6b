import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { ClientFeature } from '../../contract/mcp-context.js';
import { ToolError } from '../../contract/errors.js';
import type { AnswerReader, InputRequired, Question, QuestionChannel } from '../../invocation/index.js';
import { declares, featureOf, refuseQuestion } from '../questions/client-features.js';
import type { TaskQuestion } from './task.types.js';

interface Open {
  readonly question: TaskQuestion;
  /** Reads an answer; what it gives back lets the method go on. */
  read(raw: Readonly<Record<string, unknown>>): Promise<() => void>;
}

/**
 * Asks in the call itself until the call becomes a task, then inside the task: the questions show in `tasks/get` and
 * `tasks/update` brings the answers.
 */
export class TaskQuestions implements QuestionChannel {
  private readonly open = new Map<string, Open>();
  private inside = false;

  /** @param changed told whenever the set of open questions has changed */
  constructor(
    private readonly before: QuestionChannel,
    private readonly capabilities: ClientCapabilities | undefined,
    private readonly changed: (open: Readonly<Record<string, TaskQuestion>>) => Promise<void>,
  ) {}

  get requestState(): string | undefined {
    return this.before.requestState;
  }

  onSuspended(listener: (required: InputRequired | Promise<InputRequired>) => void): void {
    this.before.onSuspended?.(listener);
  }

  enterTask(): void {
    this.inside = true;
  }

  supports(feature: ClientFeature): boolean {
    return declares(this.capabilities, feature);
  }

  async ask<Answer>(key: string, question: Question, read: AnswerReader<Answer>): Promise<Answer> {
    if (!this.inside) return this.before.ask(key, question, read);
    if (!this.supports(featureOf(question))) refuseQuestion(question, 'modern', 'the request did not declare it');
    const answered = new Promise<Answer>((resolve) => {
      const readAnswer = async (raw: Readonly<Record<string, unknown>>): Promise<() => void> => {
        const answer = await read(raw);
        return () => resolve(answer);
      };
      this.open.set(key, { question, read: readAnswer });
    });
    await this.changed(this.questions());
    return answered;
  }

  /** Takes the answers that belong to open questions and fit them; the others are ignored. */
  async answer(responses: Readonly<Record<string, unknown>>): Promise<void> {
    const resumed: (() => void)[] = [];
    for (const [key, raw] of Object.entries(responses)) {
      const open = this.open.get(key);
      if (!open || typeof raw !== 'object' || raw === null) continue;
      try {
        const resume = await open.read(raw as Readonly<Record<string, unknown>>);
        this.open.delete(key);
        resumed.push(resume);
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
      }
    }
    await this.changed(this.questions());
    resumed.forEach((resume) => resume());
  }

  private questions(): Record<string, TaskQuestion> {
    return Object.fromEntries([...this.open].map(([key, { question }]) => [key, question]));
  }
}
