import { Injectable } from '@nestjs/common';
import type { QuestionChannel } from '../invocation/index.js';
import type { MethodName } from './method-table.js';
import type { ProtocolCall } from './protocol-call.interface.js';
import { NoQuestions } from './questions/no-questions.js';
import { PushedQuestions } from './questions/pushed-questions.js';
import { RequestState } from './questions/request-state.js';
import { RoundTripQuestions } from './questions/round-trip-questions.js';
import type { RequestFacts } from './request-facts.interface.js';

/** What identifies the capability that a question belongs to, by method. */
const ASKING: Partial<Record<MethodName, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/** Makes a call of what is known about a request. */
@Injectable()
export class CallFactory {
  constructor(private readonly requestState: RequestState) {}

  /** @throws ProtocolError −32602 for a `requestState` that does not belong to this request */
  async create(facts: RequestFacts): Promise<ProtocolCall> {
    return { ...facts, questions: await this.questions(facts) };
  }

  private async questions(facts: RequestFacts): Promise<QuestionChannel> {
    const { method, params, era, principal, clientCapabilities, inputResponses, requestState, ask } = facts;
    const identity = ASKING[method];
    if (identity === undefined) return new NoQuestions(era, `${method} cannot ask questions`);
    if (era === 'legacy') {
      if (ask) return new PushedQuestions(clientCapabilities, ask);
      const why = 'a stateless HTTP request of this protocol revision has no way back to the client';
      return new NoQuestions(era, why);
    }
    const capability = String(params[identity]);
    const binding = { principalKey: principal.key, method, capability, input: params['arguments'] ?? {} };
    // Whatever is no text cannot have been sealed here.
    const state = requestState === undefined || typeof requestState === 'string' ? requestState : '';
    const carried = state === undefined ? {} : await this.requestState.open(state, binding);
    const answers = { ...carried, ...inputResponses };
    return new RoundTripQuestions(clientCapabilities, answers, (used) => this.requestState.seal(used, binding), state);
  }
}
