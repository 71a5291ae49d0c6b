import type { IncomingHttpHeaders } from 'node:http';
import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { ErrorCode } from '../error-codes.js';
import { MODERN_REVISION } from './classification.js';
import { decodeHeader } from './param-headers.js';
import { MessageRejectedError } from './refusals.js';

/** The parameter that `Mcp-Name` mirrors, by method (2026-07-28, basic/transports; SEP-2663 for tasks). */
const MIRRORED: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
};

/**
 * Checks that a modern request has the headers that mirror its body, and that they agree (SEP-2243). The classification
 * has compared `MCP-Protocol-Version` and `Mcp-Method` where they are present.
 *
 * @throws MessageRejectedError −32020
 */
export function assertStandardHeaders({ id, method, params }: JSONRPCRequest, headers: IncomingHttpHeaders): void {
  const disagree = (header: string, body: string): never => {
    throw new MessageRejectedError(
      ErrorCode.HeaderMismatch,
      `Bad Request: the request headers and body disagree: ${body}`,
      id,
      { mismatch: { header, body } },
    );
  };
  if (headers['mcp-protocol-version'] === undefined) {
    const body = `the body envelope names protocol version ${MODERN_REVISION} but the required MCP-Protocol-Version header is absent`;
    disagree('(missing)', body);
  }
  if (headers['mcp-method'] === undefined) {
    disagree('(missing)', `the body names method ${method} but the required Mcp-Method header is absent`);
  }
  const parameter = Object.hasOwn(MIRRORED, method) ? MIRRORED[method] : undefined;
  if (parameter === undefined) return;
  const value = params?.[parameter];
  const header = headers['mcp-name'];
  if (header === undefined) {
    if (typeof value !== 'string') return;
    disagree('(missing)', `the body carries params.${parameter}="${value}" but the required Mcp-Name header is absent`);
  }
  if (header === value) return;
  const raw = String(header).replace(/^[ \t]+|[ \t]+$/g, '');
  const decoded = decodeHeader(raw);
  if (decoded === undefined) disagree(raw, 'the Mcp-Name header carries an invalid Base64 sentinel value');
  if (typeof value === 'string' && decoded !== value) {
    disagree(raw, `the body carries params.${parameter}="${value}" but the Mcp-Name header names "${decoded}"`);
  }
}
