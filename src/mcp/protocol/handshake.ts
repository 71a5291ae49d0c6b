import {
  type ClientCapabilities,
  isInitializeRequest,
  type JSONRPCRequest,
  specTypeSchemas,
} from '@modelcontextprotocol/server';
import type { ClientInfo, LogLevel } from '../contract/mcp-context.js';
import { NO_PARAMS, type Params } from './params.js';
import type { RequestCall } from './request-call.js';
import { negotiated, type ServerFeatures } from './server-features.js';
import { ProtocolError } from '../contract/errors.js';
import { ErrorCode } from './error-codes.js';

/** What a client of the legacy era tells about itself, kept for its later requests. */
export interface IntroducedClient {
  client: ClientInfo | undefined;
  clientCapabilities: ClientCapabilities | undefined;
  logLevel: LogLevel | undefined;
  negotiatedRevision: string | undefined;
}

/**
 * Serves the methods that no capability stands behind.
 *
 * @returns the result; `undefined` for every other method
 * @throws ProtocolError −32602 for malformed parameters
 */
export function serveHandshake(
  { method, era, message }: RequestCall,
  peer: IntroducedClient,
  features: ServerFeatures,
  live: boolean,
): Params | undefined {
  if (era === 'modern') return method === 'server/discover' ? features.discoverResult(live) : undefined;
  switch (method) {
    case 'initialize': {
      const { requestedRevision, client, capabilities } = readInitialize(message);
      peer.client = client;
      peer.clientCapabilities = capabilities;
      peer.negotiatedRevision = negotiated(requestedRevision);
      return features.initializeResult(peer.negotiatedRevision, live);
    }
    case 'ping':
      return NO_PARAMS;
    case 'logging/setLevel':
      peer.logLevel = readLogLevel(message);
      return NO_PARAMS;
    default:
      return undefined;
  }
}

/** What a client says of itself in `initialize` (2025-11-25, basic/lifecycle). */
export interface Introduction {
  readonly requestedRevision: string;
  readonly client: ClientInfo;
  readonly capabilities: ClientCapabilities;
}

/** @throws ProtocolError −32602 naming every malformed parameter */
function readInitialize(message: JSONRPCRequest): Introduction {
  if (!isInitializeRequest(message)) throw invalidParams(message, 'InitializeRequest');
  const { protocolVersion, clientInfo, capabilities } = message.params;
  return { requestedRevision: protocolVersion, client: clientInfo, capabilities };
}

/**
 * Reads `logging/setLevel`.
 *
 * @throws ProtocolError −32602 for a level that the protocol does not know
 */
function readLogLevel(message: JSONRPCRequest): LogLevel {
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
