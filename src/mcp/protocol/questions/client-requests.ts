import {
  isJSONRPCErrorResponse,
  isJSONRPCResultResponse,
  specTypeSchemas,
  type JSONRPCMessage,
  type Result,
} from '@modelcontextprotocol/server';
import type { Cancellation, Question } from '../../invocation/index.js';

/** How long a person may take over a question that was pushed to the client. */
const ANSWER_TIMEOUT_MS = 600_000;

/** Sends a message in the course of the call that asks. */
type Send = (message: object) => Promise<void>;

interface Pending {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** Shapes of the answers, as the official schemas have them. */
const ANSWERS: Readonly<Record<Question['method'], keyof typeof specTypeSchemas>> = {
  'elicitation/create': 'ElicitResult',
  'sampling/createMessage': 'CreateMessageResultWithTools',
  'roots/list': 'ListRootsResult',
};

/** The requests of the server to one client, and the answers to them (legacy era). */
export class ClientRequests {
  private readonly pending = new Map<number, Pending>();
  private lastId = -1;

  /**
   * Sends a request and waits for its answer. When the call is cancelled or the time is up, the client is told that the
   * answer is not needed any more.
   *
   * @throws Error when the client answers with an error or with something else than the protocol asks for
   */
  async send(method: Question['method'], params: object, cancellation: Cancellation, send: Send): Promise<Result> {
    const id = (this.lastId += 1);
    const answer = new Promise<Result>((resolve, reject) => this.pending.set(id, { resolve, reject }));
    const giveUp = (reason: string): void => {
      this.pending.get(id)?.reject(new Error(reason));
      const params = { requestId: id, reason };
      void send({ jsonrpc: '2.0', method: 'notifications/cancelled', params }).catch(() => undefined);
    };
    const timer = setTimeout(() => giveUp('Request timed out'), ANSWER_TIMEOUT_MS);
    const forget = cancellation.onCancel(() => giveUp('The call was cancelled'));
    try {
      await send({ method, params, jsonrpc: '2.0', id });
      return checked(method, await answer);
    } finally {
      clearTimeout(timer);
      forget();
      this.pending.delete(id);
    }
  }

  /** Takes an answer of the client; one that is malformed or that no call waits for is ignored. */
  settle(message: JSONRPCMessage): void {
    const { id } = message as { id?: unknown };
    const pending = this.pending.get(Number(id));
    if (!pending) return;
    if (isJSONRPCResultResponse(message)) pending.resolve(message.result);
    else if (isJSONRPCErrorResponse(message)) pending.reject(new Error(message.error.message));
    else return;
    this.pending.delete(Number(id));
  }

  /** No answer can come any more. */
  close(): void {
    for (const { reject } of this.pending.values()) reject(new Error('Connection closed'));
    this.pending.clear();
  }
}

function checked(method: Question['method'], result: Result): Result {
  const outcome = specTypeSchemas[ANSWERS[method]]['~standard'].validate(result);
  if (!('issues' in outcome) || outcome.issues === undefined) return result;
  const faults = outcome.issues.map(({ path = [], message }) => `${path.map(String).join('.')}: ${message}`);
  throw new Error(`Invalid result for ${method}: ${faults.join('; ')}`);
}
