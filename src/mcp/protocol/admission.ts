import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { RequestContext } from '../common/request-context.js';
import type { ProtocolEra } from '../contract/mcp-context.js';
import { ErrorCode } from './error-codes.js';
import { RequestCall, type CallingPeer } from './request-call.js';
import type { TargetFinder } from './target.js';
import { assertRequest } from './wire/classification.js';
import { partsOf } from './wire/envelope.js';
import { paramHeaderFault } from './wire/param-headers.js';
import { InsufficientScopeError, MessageRejectedError } from './wire/refusals.js';
import { assertStandardHeaders } from './wire/standard-headers.js';

/** The revision that had batches. */
const BATCH_REVISION = '2025-03-26';

/** @throws MessageRejectedError −32600 for a batch in any other revision than the one that had them */
export function assertBatchAllowed(revision: string | undefined): void {
  if (revision === BATCH_REVISION) return;
  throw new MessageRejectedError(
    ErrorCode.InvalidRequest,
    `Send one message at a time: only revision ${BATCH_REVISION} has batches`,
  );
}

/**
 * The call of a request whose form is right.
 *
 * @throws MessageRejectedError −32600 for an id that is in use or a malformed request, and what `eraOf` throws
 */
export function newCall(
  message: JSONRPCRequest,
  context: RequestContext,
  peer: CallingPeer,
  eraOf: (message: JSONRPCRequest) => ProtocolEra,
  targets: TargetFinder,
  open: ReadonlyMap<RequestId, unknown>,
): RequestCall {
  assertRequest(message);
  if (open.has(message.id)) {
    throw new MessageRejectedError(
      ErrorCode.InvalidRequest,
      'The id belongs to a request of this session that is not answered yet: give each request an id of its own',
      message.id,
    );
  }
  const era = eraOf(message);
  const parts = partsOf(message);
  return new RequestCall(peer, context, message, era, targets.resolve(message.method, parts.params), parts);
}

/**
 * Refuses requests over HTTP whose headers contradict their arguments, or whose caller lacks scopes that it could ask
 * for (2025-11-25, basic/authorization: scope challenge handling). Other transports have no way to say so.
 *
 * @throws MessageRejectedError −32020
 * @throws InsufficientScopeError naming the scopes that all of the requests need together
 */
export function assertAdmissible(calls: readonly RequestCall[], isBatch: boolean): void {
  for (const call of calls) assertParameterHeaders(call);
  const lacking = calls.filter(({ context, target }) => context.http && target.missingScopes.length > 0);
  const [first] = lacking;
  if (first) {
    const scopes = [...new Set(lacking.flatMap(({ target }) => target.missingScopes))];
    throw new InsufficientScopeError(scopes, isBatch ? undefined : first.requestId, first);
  }
  for (const { era, context, message } of calls) {
    if (era === 'modern' && context.http) assertStandardHeaders(message, context.http.headers);
  }
}

function assertParameterHeaders({ era, context, method, target, params, requestId }: RequestCall): void {
  if (era !== 'modern' || method !== 'tools/call' || !context.http) return;
  const tool = target.grantedEntry('tool');
  if (!tool || tool.headerParameters.length === 0) return;
  const fault = paramHeaderFault(tool.headerParameters, params['arguments'], context.http.headers);
  if (fault === undefined) return;
  throw new MessageRejectedError(ErrorCode.HeaderMismatch, `Headers and body disagree: ${fault}`, requestId);
}
