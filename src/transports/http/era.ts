import type { IncomingMessage } from 'node:http';
import { classifyInboundRequest } from '@modelcontextprotocol/server';

/** Whether a request belongs to the modern era, refusals included, by the rules that the SDK's own handler follows. */
export function isModern({ method, headers }: IncomingMessage, body: unknown): boolean {
  const header = (name: string): string | undefined => headers[name] as string | undefined;
  const outcome = classifyInboundRequest({
    httpMethod: method ?? 'GET',
    protocolVersionHeader: header('mcp-protocol-version'),
    mcpMethodHeader: header('mcp-method'),
    mcpNameHeader: header('mcp-name'),
    ...(body !== undefined && { body }),
  });
  return outcome.kind !== 'legacy';
}
