import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';

/** The caller is known and lacks scopes, which it may go and ask for: HTTP 403 on network transports. */
export class InsufficientScopeError extends Error {
  override readonly name = 'InsufficientScopeError';

  constructor(
    /** Every scope that the refused messages need, those included that the caller has. */
    readonly scopes: readonly string[],
    /** The refused request, where it is one. */
    readonly id?: RequestId,
    /** The first of the messages that lacks a scope. */
    readonly request?: JSONRPCRequest,
  ) {
    super(`This needs the scopes ${scopes.join(', ')}`);
  }
}
