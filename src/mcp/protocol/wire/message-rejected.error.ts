import type { RequestId } from '@modelcontextprotocol/server';

/** A message that is refused before anything looks at its meaning. */
export class MessageRejectedError extends Error {
  override readonly name = 'MessageRejectedError';

  constructor(
    /** JSON-RPC error code. */
    readonly code: number,
    message: string,
    /** Id of the request, as far as it could be read. */
    readonly id?: RequestId,
    /** Details for programs. */
    readonly data?: unknown,
  ) {
    super(message);
  }
}

export interface ErrorResponse {
  readonly jsonrpc: '2.0';
  readonly id?: RequestId;
  readonly error: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** A JSON-RPC error; without a usable id the member is left out, since MCP knows no `null` id. */
export function errorResponse(code: number, message: string, id?: RequestId, data?: unknown): ErrorResponse {
  return {
    jsonrpc: '2.0',
    ...(id !== undefined && { id }),
    error: { code, message, ...(data !== undefined && { data }) },
  };
}
