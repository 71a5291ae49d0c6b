import { randomUUID } from 'node:crypto';
import type { ClientCapabilities, Result } from '@modelcontextprotocol/server';
import type { ClientFeature, ProtocolEra } from '../../contract/mcp-context.js';
import { ToolError } from '../../contract/errors.js';
import type { AnswerReader, Question, QuestionChannel } from '../../invocation/index.js';
import { declares, featureOf, refuseQuestion } from './client-features.js';

/** Sends a request to the client on the stream of the call and waits for the answer. */
export type SendToClient = (request: { method: Question['method']; params: object }) => Promise<Result>;

/** Asks over a live connection of the legacy era: the call waits while the client answers. */
export class PushedQuestions implements QuestionChannel {
  constructor(
    private readonly capabilities: ClientCapabilities | undefined,
    private readonly send: SendToClient,
  ) {}

  supports(feature: ClientFeature): boolean {
    return declares(this.capabilities, feature);
  }

  async ask<Answer>(_key: string, question: Question, read: AnswerReader<Answer>): Promise<Answer> {
    if (!this.supports(featureOf(question))) refuseQuestion(question, 'legacy', 'the client has not declared it');
    // The legacy era correlates the end of a visit to a page by an id (2025-11-25, client/elicitation).
    const params =
      question.params['mode'] === 'url' ? { ...question.params, elicitationId: randomUUID() } : question.params;
    let raw: Result;
    try {
      raw = await this.send({ method: question.method, params });
    } catch (error) {
      throw new ToolError(`The client did not answer ${question.method}: ${(error as Error).message}`);
    }
    return read(raw);
  }
}

/** Refuses every question where the client cannot be asked, and says why. */
export class NoQuestions implements QuestionChannel {
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
