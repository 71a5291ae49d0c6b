import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';

/** A batch of messages, answered as one when the last of its requests is (JSON-RPC 2.0, section 6). */
export class Batch {
  private readonly open: Set<RequestId>;
  private readonly answers: JSONRPCMessage[] = [];

  constructor(messages: readonly JSONRPCMessage[]) {
    this.open = new Set(messages.flatMap((message) => ('method' in message && 'id' in message ? [message.id] : [])));
  }

  /**
   * Takes the answer to one of the requests.
   *
   * @returns whether the answer belongs to this batch, and all answers once they are complete
   */
  take(answer: JSONRPCMessage): { readonly mine: boolean; readonly complete?: readonly JSONRPCMessage[] } {
    const { id } = answer as { id?: RequestId };
    if (id === undefined || 'method' in answer || !this.open.delete(id)) return { mine: false };
    this.answers.push(answer);
    return { mine: true, ...(this.open.size === 0 && { complete: this.answers }) };
  }
}
