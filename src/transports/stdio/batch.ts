import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { answeredBy, type ErrorResponse } from '../../mcp/index.js';

/** What became of a request: whether it belongs to the batch, and all answers once no request of the batch is open. */
interface Progress {
  readonly mine: boolean;
  readonly complete?: readonly (JSONRPCMessage | ErrorResponse)[];
}

/** A batch of messages, answered as one when the last of its requests is (JSON-RPC 2.0, section 6). */
export class Batch {
  private readonly open: Set<RequestId>;
  private readonly answers: (JSONRPCMessage | ErrorResponse)[] = [];

  constructor(requests: readonly RequestId[]) {
    this.open = new Set(requests);
  }

  /** Takes the answer to one of the requests. */
  take(answer: JSONRPCMessage | ErrorResponse): Progress {
    const id = answeredBy(answer);
    if (id === undefined || !this.open.has(id)) return { mine: false };
    this.answers.push(answer);
    return this.drop(id);
  }

  /** The request gets no answer: it was cancelled. */
  drop(id: RequestId): Progress {
    if (!this.open.delete(id)) return { mine: false };
    return { mine: true, ...(this.open.size === 0 && { complete: this.answers }) };
  }
}
