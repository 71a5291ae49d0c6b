import { ErrorCode, InsufficientScopeError, MessageRejectedError } from '../../mcp/index.js';
import { SessionLimitError } from './session.registry.js';

const BY_CODE: Readonly<Record<number, string>> = {
  [ErrorCode.ParseError]: 'parse_error',
  [ErrorCode.InvalidRequest]: 'invalid_request',
  [ErrorCode.MethodNotFound]: 'unknown_method',
  [ErrorCode.InvalidParams]: 'invalid_params',
  [ErrorCode.HeaderMismatch]: 'header_mismatch',
  [ErrorCode.MissingClientCapability]: 'missing_client_capability',
};

/** What a JSON-RPC error says of the reason, in a word for the audit; nothing where the HTTP status has to say it. */
export function reasonOfCode(code: unknown): string | undefined {
  return typeof code === 'number' ? BY_CODE[code] : undefined;
}

/** Why the edge refuses, in a word for the audit, where the HTTP status does not say it. */
export function refusalReason(error: unknown): string | undefined {
  if (error instanceof MessageRejectedError) return reasonOfCode(error.code) ?? 'invalid_request';
  if (error instanceof SessionLimitError) return 'session_limit';
  return error instanceof InsufficientScopeError ? 'insufficient_scope' : undefined;
}
