import type { IncomingMessage } from 'node:http';
import { classifyInboundRequest } from '@modelcontextprotocol/server';

/** What the SDK's own handler makes of a request before it looks any further. */
export type Route = ReturnType<typeof classifyInboundRequest>;

/** Which era a request belongs to, or how it is refused, by the rules that the SDK's own handler follows. */
export function routeOf({ method, headers }: IncomingMessage, body: unknown): Route {
  const header = (name: string): string | undefined => headers[name] as string | undefined;
  return classifyInboundRequest({
    httpMethod: method ?? 'GET',
    protocolVersionHeader: header('mcp-protocol-version'),
    mcpMethodHeader: header('mcp-method'),
    mcpNameHeader: header('mcp-name'),
    ...(body !== undefined && { body }),
  });
}
