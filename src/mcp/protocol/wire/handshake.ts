import {
  isInitializeRequest,
  specTypeSchemas,
  type ClientCapabilities,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import type { ClientInfo, LogLevel } from '../../contract/mcp-context.js';
import { ProtocolError } from '../../contract/protocol-error.js';
import { ErrorCode } from '../error-codes.js';

/** What a client says of itself in `initialize` (2025-11-25, basic/lifecycle). */
export interface Introduction {
  readonly requestedRevision: string;
  readonly client: ClientInfo;
  readonly capabilities: ClientCapabilities;
}

/** @throws ProtocolError −32602 naming every malformed parameter */
export function readInitialize(message: JSONRPCRequest): Introduction {
  if (!isInitializeRequest(message)) throw invalidParams(message, 'InitializeRequest');
  const { protocolVersion, clientInfo, capabilities } = message.params;
  return { requestedRevision: protocolVersion, client: clientInfo, capabilities };
}

/**
 * Reads `logging/setLevel`.
 *
 * @throws ProtocolError −32602 for a level that the protocol does not know
 */
export function readLogLevel(message: JSONRPCRequest): LogLevel {
  const outcome = specTypeSchemas.SetLevelRequest['~standard'].validate(message);
  if (outcome.issues === undefined) return outcome.value.params.level;
  throw invalidParams(message, 'SetLevelRequest');
}

/** The malformed members of an `initialize` request, one after the other. */
export function initializeFaults(message: unknown): string {
  return faultsOf(message, 'InitializeRequest');
}

function invalidParams(message: JSONRPCRequest, schema: 'InitializeRequest' | 'SetLevelRequest'): ProtocolError {
  const text = `Invalid params for ${message.method}: ${faultsOf(message, schema)}`;
  return new ProtocolError(ErrorCode.InvalidParams, text);
}

function faultsOf(message: unknown, schema: 'InitializeRequest' | 'SetLevelRequest'): string {
  const { issues = [] } = specTypeSchemas[schema]['~standard'].validate(message) as {
    readonly issues?: readonly { readonly path?: readonly PropertyKey[]; readonly message: string }[];
  };
  return issues.map(({ path = [], message: fault }) => `${path.map(String).join('.')}: ${fault}`).join('; ');
}
