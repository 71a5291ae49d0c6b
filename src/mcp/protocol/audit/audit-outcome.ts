import { failureOf, type Failure } from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import type { AuditEvent, AuditOutcome } from './audit-event.interface.js';

/** How a call ended, in the words of the audit. */
export type Ending = Pick<AuditEvent, 'outcome' | 'reason' | 'errorId'>;

/** What a method of the protocol came to. */
export type Settled = { readonly result: Readonly<Record<string, unknown>> } | { readonly error: unknown };

/**
 * Tells how a call ended.
 *
 * @param failure what is known of its failure beside what the client sees of it
 */
export function endingOf(settled: Settled, failure: Failure | undefined, isCancelled: boolean): Ending {
  if ('error' in settled) return failureEnding(failure ?? failureOf(settled.error), isCancelled);
  const { resultType, isError } = settled.result;
  if (isError === true)
    return failure ? failureEnding(failure, isCancelled) : { outcome: 'error', reason: 'tool_error' };
  if (resultType === 'input_required' || resultType === 'task') return { outcome: resultType };
  return { outcome: 'ok' };
}

function failureEnding(failure: Failure, isCancelled: boolean): Ending {
  switch (failure.kind) {
    case 'internal':
      return isCancelled ? { outcome: 'cancelled' } : { outcome: 'error', reason: 'internal', errorId: failure.id };
    case 'protocol':
      return PROTOCOL[failure.error.code] ?? { outcome: 'error', reason: 'protocol_error' };
    case 'expected':
      return EXPECTED[failure.status] ?? { outcome: 'error', reason: `status_${failure.status}` };
  }
}

const refused = (reason: string): Ending => ({ outcome: 'refused', reason });
const failed = (reason: string, outcome: AuditOutcome = 'error'): Ending => ({ outcome, reason });

/** By JSON-RPC code. */
const PROTOCOL: Readonly<Record<number, Ending>> = {
  [ErrorCode.InvalidRequest]: refused('invalid_request'),
  [ErrorCode.InvalidParams]: refused('invalid_params'),
  [ErrorCode.Refused]: refused('refused'),
  [ErrorCode.MissingClientCapability]: refused('missing_client_capability'),
  [ErrorCode.InternalError]: failed('internal'),
};

/** By the HTTP status that a failure would have: that of Nest's exceptions, and of our own as `failureOf` says. */
const EXPECTED: Readonly<Record<number, Ending>> = {
  400: refused('invalid_input'),
  401: refused('unauthenticated'),
  403: refused('forbidden'),
  404: failed('not_found'),
  408: failed('time_limit', 'timeout'),
  413: failed('too_large'),
  422: failed('tool_error'),
  429: refused('throttled'),
};
