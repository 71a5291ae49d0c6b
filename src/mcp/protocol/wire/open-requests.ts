import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/server';
import { ErrorCode } from '../error-codes.js';
import { MessageRejectedError } from './message-rejected.error.js';

/** The requests of one session that have no answer yet: the SDK would answer only the last one of two with the same id. */
export class OpenRequests {
  private readonly ids = new Set<RequestId>();

  /**
   * Takes the requests of a body in.
   *
   * @returns their ids
   * @throws MessageRejectedError −32600 for an id that is in use, or a request that gets no answer from the SDK, and then
   *   none is taken in
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
    return ids;
  }

  /** The request has its answer, or gets none. */
  settle(...ids: readonly RequestId[]): void {
    for (const id of ids) this.ids.delete(id);
  }

  /** What goes to the client may be an answer. */
  settleWith(message: object): void {
    const id = answeredBy(message);
    if (id !== undefined) this.ids.delete(id);
  }
}

/** The request that a message answers, if it is an answer. */
export function answeredBy(message: object): RequestId | undefined {
  return 'method' in message ? undefined : (message as { readonly id?: RequestId }).id;
}

/** The requests that a body cancels: they are not answered (2025-11-25, basic/utilities/cancellation). */
export function cancelledIn(body: unknown): RequestId[] {
  return [body].flat().flatMap((message) => {
    if ((message as { method?: unknown } | undefined)?.method !== 'notifications/cancelled') return [];
    const id = isJSONRPCNotification(message) ? message.params?.['requestId'] : undefined;
    return typeof id === 'string' || typeof id === 'number' ? [id] : [];
  });
}

function requestsIn(body: unknown): RequestId[] {
  return [body].flat().flatMap((message) => {
    const { method, id } = (message ?? {}) as Partial<JSONRPCMessage & { method: string; id: RequestId }>;
    if (method === undefined || id === undefined) return [];
    if (isJSONRPCRequest(message)) return [id];
    throw new MessageRejectedError(
      ErrorCode.InvalidRequest,
      'The request has a member that JSON-RPC 2.0 does not know, or a malformed _meta',
      id,
    );
  });
}
