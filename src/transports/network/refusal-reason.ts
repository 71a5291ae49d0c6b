import { ErrorCode, InsufficientScopeError, MessageRejectedError } from '../../mcp/index.js';
import { SessionLimitError } from './session.registry.js';

const BY_CODE: Readonly<Record<number, string>> = {
  [ErrorCode.ParseError]: 'parse_error',
  [ErrorCode.InvalidParams]: 'invalid_params',
  [ErrorCode.HeaderMismatch]: 'header_mismatch',
};

/** Why the edge refuses, in a word for the audit, where the HTTP status does not say it. */
export function refusalReason(error: unknown): string | undefined {
  if (error instanceof MessageRejectedError) return BY_CODE[error.code] ?? 'invalid_request';
  if (error instanceof SessionLimitError) return 'session_limit';
  return error instanceof InsufficientScopeError ? 'insufficient_scope' : undefined;
}
