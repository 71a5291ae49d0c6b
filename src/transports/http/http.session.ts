import type { ServerResponse } from 'node:http';
import { toNodeHandler, type NodeIncomingMessageLike, type NodeMcpRequestHandler } from '@modelcontextprotocol/node';
import type { Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type { Principal } from '../../mcp/index.js';
import type { Session } from '../network/session.registry.js';

/** One session of a legacy client over Streamable HTTP. */
export class HttpSession implements Session {
  private exchanges = 0;
  private readonly serve: NodeMcpRequestHandler;

  constructor(
    readonly id: string,
    readonly principal: Principal,
    transport: WebStandardStreamableHTTPServerTransport,
    private readonly server: Server,
  ) {
    this.serve = toNodeHandler({ fetch: (request, options) => transport.handleRequest(request, options) });
  }

  async handle(request: NodeIncomingMessageLike, response: ServerResponse, body: unknown): Promise<void> {
    this.exchanges += 1;
    try {
      await this.serve(request, response, body);
    } finally {
      this.exchanges -= 1;
    }
  }

  isBusy(): boolean {
    return this.exchanges > 0;
  }

  keepAlive(): void {
    // The transport keeps its own streams open.
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
