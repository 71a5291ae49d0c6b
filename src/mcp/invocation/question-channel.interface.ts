import type { ClientFeature } from '../contract/mcp-context.js';

/** A question to the client, in the words of the protocol. */
export interface Question {
  readonly method: 'elicitation/create' | 'sampling/createMessage' | 'roots/list';
  readonly params: Readonly<Record<string, unknown>>;
}

/** Turns a raw answer into what the method receives; throws a `ToolError` when the answer does not fit the question. */
export type AnswerReader<Answer> = (raw: Readonly<Record<string, unknown>>) => Promise<Answer>;

/** How a call asks its client: pushed over a live connection, or by ending the call and being called again. */
export interface QuestionChannel {
  supports(feature: ClientFeature): boolean;
  /** @throws ProtocolError or ToolError when the client cannot be asked */
  ask<Answer>(key: string, question: Question, read: AnswerReader<Answer>): Promise<Answer>;
  /** Calls back with the result that ends the call, when questions are left that only another round can answer. */
  onSuspended?(listener: (required: InputRequired | Promise<InputRequired>) => void): void;
  /** The verified state with which this round continues a call, if it does. */
  readonly requestState?: string | undefined;
}

/** Ends a call with questions to the client. The result goes to the wire as it is. */
export class InputRequired {
  constructor(readonly result: Readonly<Record<string, unknown>>) {}
}

/** Unwinds a method whose call has been ended by questions, so that its `finally` blocks run. Never seen by a client. */
export class CallSuspended extends Error {
  override readonly name = 'CallSuspended';

  constructor() {
    super('The call has ended with a question to the client and runs again when the answer is there.');
  }
}
