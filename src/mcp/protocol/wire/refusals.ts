import type { RequestId } from '@modelcontextprotocol/server';
import type { Params } from '../params.js';
import type { Target } from '../target.js';

/** A message that is refused before anything looks at its meaning: HTTP 400 on network transports. */
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

/** A request that was refused for its scopes, for the audit. */
export interface RefusedCall {
  readonly requestId: RequestId;
  readonly method: string;
  readonly params: Params;
  readonly target: Target;
}

/** The caller is known and lacks scopes, which it may go and ask for: HTTP 403 on network transports. */
export class InsufficientScopeError extends Error {
  override readonly name = 'InsufficientScopeError';

  constructor(
    /** Every scope that the refused messages need, those included that the caller has. */
    readonly scopes: readonly string[],
    /** The refused request, unless it is one of a batch. */
    readonly id: RequestId | undefined,
    /** The first of the requests that lack a scope. */
    readonly call: RefusedCall,
  ) {
    super(`This needs the scopes ${scopes.join(', ')}`);
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
