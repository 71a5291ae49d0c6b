import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Settings } from '../../config/index.js';
import { ActiveCalls, ServerFactory } from '../../mcp/index.js';
import { principalOf, trackerOf } from '../../security/index.js';
import { SessionRegistry } from '../network/session.registry.js';
import { SseSession } from './sse.session.js';
import { SseTransport } from './sse.transport.js';

/** Opens event streams. */
@Injectable()
export class SseSessions {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly servers: ServerFactory,
    private readonly settings: Settings,
    private readonly active: ActiveCalls,
  ) {}

  /**
   * @param endpoint path that the client is told to post to
   * @throws SessionLimitError
   */
  async open(endpoint: string, request: Request, response: Response): Promise<void> {
    // The client may have gone while the guards were asked: no event would ever end the session.
    if (response.destroyed) return;
    const principal = principalOf(request);
    const tracker = trackerOf(request, principal);
    this.registry.assertRoom(tracker);
    const transport = new SseTransport(endpoint, response, this.settings, this.active);
    const server = this.servers.create({ transport: 'sse', era: 'legacy', live: true, principal });
    const session = new SseSession(principal, transport, server);
    this.registry.add(session, tracker);
    const forget = server.onclose;
    server.onclose = () => {
      this.registry.remove(session.id);
      forget?.();
    };
    // Proxies such as nginx would hold events back otherwise.
    response.setHeader('X-Accel-Buffering', 'no');
    try {
      await server.connect(transport);
    } catch (error) {
      this.registry.remove(session.id);
      throw error;
    }
  }
}
