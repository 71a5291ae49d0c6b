import type { JSONRPCNotification, JSONRPCRequest } from '@modelcontextprotocol/server';
import type { ProtocolEra } from '../../contract/mcp-context.js';
import { ErrorCode } from '../error-codes.js';
import { eraOf, MODERN_REVISION, namedRevision, unsupportedRevision } from './classification.js';
import { MessageRejectedError } from './refusals.js';

/**
 * The era of a message on a connection that serves both (stdio). The first message decides, except `server/discover`:
 * a client that probes with it may still open a legacy connection.
 *
 * @param settled era of the connection, once it is settled
 * @returns the era of the message, and whether it is the era of the connection from now on
 * @throws MessageRejectedError −32600, −32602 or −32022
 */
export function connectionEra(
  message: JSONRPCRequest | JSONRPCNotification,
  settled: ProtocolEra | undefined,
): { readonly era: ProtocolEra; readonly isFinal: boolean } {
  const revision = namedRevision(message);
  const id = 'id' in message ? message.id : undefined;
  if (id !== undefined && typeof revision === 'string' && revision !== MODERN_REVISION) {
    throw unsupportedRevision(revision, id);
  }
  if (settled === 'legacy' || (settled === 'modern' && id === undefined)) return { era: settled, isFinal: true };
  if (settled === 'modern' && revision === undefined) throw missingEnvelope(message);
  const era = eraOf(message, undefined);
  return { era, isFinal: era === 'legacy' || message.method !== 'server/discover' };
}

function missingEnvelope(message: JSONRPCRequest | JSONRPCNotification): MessageRejectedError {
  const { id } = message as JSONRPCRequest;
  if (message.method === 'initialize') {
    const { protocolVersion } = (message.params ?? {}) as { readonly protocolVersion?: unknown };
    return unsupportedRevision(typeof protocolVersion === 'string' ? protocolVersion : 'unknown', id);
  }
  return new MessageRejectedError(
    ErrorCode.InvalidParams,
    'Request is missing the required _meta envelope for protocol revision 2026-07-28 (io.modelcontextprotocol/protocolVersion, io.modelcontextprotocol/clientCapabilities)',
    id,
  );
}
