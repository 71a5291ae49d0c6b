import type { ProtocolEra } from '../../contract/mcp-context.js';
import type { AnswerReader, Question, QuestionChannel } from '../../invocation/index.js';
import { refuseQuestion } from './client-features.js';

/** Stands where the client cannot be asked at all; says why. */
export class NoQuestions implements QuestionChannel {
  readonly suspension = undefined;

  constructor(
    private readonly era: ProtocolEra,
    private readonly why: string,
  ) {}

  supports(): boolean {
    return false;
  }

  async ask<Answer>(_key: string, question: Question, _read: AnswerReader<Answer>): Promise<Answer> {
    return refuseQuestion(question, this.era, this.why);
  }
}
