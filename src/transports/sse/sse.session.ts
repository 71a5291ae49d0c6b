import type { JSONRPCMessage, Server } from '@modelcontextprotocol/server';
import { ErrorCode, MessageRejectedError, toAuthInfo, type Principal } from '../../mcp/index.js';
import type { Session } from '../network/session.registry.js';
import type { SseTransport } from './sse.transport.js';

/** The revision that had batches. */
const BATCH_REVISION = '2025-03-26';

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

  /** @throws MessageRejectedError for a batch outside the revision that had them */
  receive(message: JSONRPCMessage | JSONRPCMessage[], edge: { principal: Principal; request: object }): void {
    const authInfo = toAuthInfo(edge);
    if (Array.isArray(message) && this.server.getNegotiatedProtocolVersion() !== BATCH_REVISION) {
      throw new MessageRejectedError(
        ErrorCode.InvalidRequest,
        `Send one message at a time: only revision ${BATCH_REVISION} has batches`,
      );
    }
    for (const one of Array.isArray(message) ? message : [message]) this.transport.deliver(one, authInfo);
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
