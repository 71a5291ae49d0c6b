import type { JSONRPCMessage, Server } from '@modelcontextprotocol/server';
import { assertBatchAllowed, toAuthInfo, type Principal } from '../../mcp/index.js';
import type { Session } from '../network/session.registry.js';
import type { SseTransport } from './sse.transport.js';

/** One event stream and the server behind it. */
export class SseSession implements Session {
  readonly id: string;

  constructor(
    readonly principal: Principal,
    private readonly transport: SseTransport,
    private readonly server: Server,
  ) {
    this.id = transport.sessionId;
  }

  get isOpen(): boolean {
    return this.transport.isOpen;
  }

  /** @throws MessageRejectedError for a batch outside the revision that had them, and for an id that is in use */
  receive(message: JSONRPCMessage | JSONRPCMessage[], edge: { principal: Principal; request: object }): void {
    const authInfo = toAuthInfo(edge);
    if (Array.isArray(message)) assertBatchAllowed(this.server.getNegotiatedProtocolVersion());
    this.transport.deliver([message].flat(), authInfo);
  }

  /** A stream on which the client says nothing and waits for nothing is idle, though it is connected. */
  isBusy(): boolean {
    return this.transport.isAwaited;
  }

  keepAlive(): void {
    this.transport.keepAlive();
  }

  async close(): Promise<void> {
    await this.server.close();
  }
}
