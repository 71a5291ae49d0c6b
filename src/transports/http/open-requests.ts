import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/server';
import { ErrorCode, MessageRejectedError } from '../../mcp/index.js';

/** The requests of one session that have no answer yet: the SDK would answer only the last one of two with the same id. */
export class OpenRequests {
  private readonly ids = new Set<RequestId>();

  /**
   * Takes the requests of a body in.
   *
   * @returns their ids
   * @throws MessageRejectedError −32600 for an id that is in use, and then none is taken in
   */
  admit(body: unknown): readonly RequestId[] {
    const ids = requestsIn(body);
    const used = ids.find((id, index) => this.ids.has(id) || ids.indexOf(id) !== index);
    if (used !== undefined) {
      throw new MessageRejectedError(
        ErrorCode.InvalidRequest,
        'The id belongs to a request of this session that is not answered yet: give each request an id of its own',
        used,
      );
    }
    for (const id of ids) this.ids.add(id);
    for (const id of cancelledIn(body)) this.ids.delete(id);
    return ids;
  }

  /** The request has its answer, or gets none. */
  settle(...ids: readonly RequestId[]): void {
    for (const id of ids) this.ids.delete(id);
  }

  /** What goes to the client may be an answer. */
  settleWith(message: JSONRPCMessage): void {
    if (!('method' in message) && message.id !== undefined) this.ids.delete(message.id);
  }
}

function requestsIn(body: unknown): RequestId[] {
  return [body].flat().flatMap((message) => (isJSONRPCRequest(message) ? [message.id] : []));
}

/** A cancelled request is not answered (2025-11-25, basic/utilities/cancellation). */
function cancelledIn(body: unknown): RequestId[] {
  return [body].flat().flatMap((message) => {
    const isCancellation = isJSONRPCNotification(message) && message.method === 'notifications/cancelled';
    return isCancellation ? [message.params?.['requestId'] as RequestId] : [];
  });
}
