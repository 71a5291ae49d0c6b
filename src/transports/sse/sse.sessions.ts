import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Transport } from '@modelcontextprotocol/server';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { ServerFactory, type Principal } from '../../mcp/index.js';
import { SessionRegistry } from '../network/session.registry.js';
import { SseSession } from './sse.session.js';

/** Opens event streams. */
@Injectable()
export class SseSessions {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly servers: ServerFactory,
  ) {}

  /**
   * @param endpoint path that the client is told to post to
   * @throws SessionLimitError
   */
  async open(endpoint: string, principal: Principal, response: Response): Promise<void> {
    this.registry.assertRoom(principal);
    const transport = new SSEServerTransport(endpoint, response);
    const server = this.servers.create({ transport: 'sse', era: 'legacy', live: true, principal });
    const session = new SseSession(principal, transport, server, response);
    this.registry.add(session);
    const forget = server.onclose;
    server.onclose = () => {
      this.registry.remove(session.id);
      forget?.();
    };
    // Proxies such as nginx would hold events back otherwise.
    response.setHeader('X-Accel-Buffering', 'no');
    await server.connect(transport as unknown as Transport);
  }
}
