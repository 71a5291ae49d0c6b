import type { ServerResponse } from 'node:http';
import type { AuthInfo, JSONRPCMessage, Server, Transport } from '@modelcontextprotocol/server';
import type { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { ErrorCode, MessageRejectedError, toAuthInfo, type Principal } from '../../mcp/index.js';
import type { Session } from '../network/session.registry.js';

/** The SDK writes without looking whether anybody reads: beyond this many bytes the client is cut off. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/** The revision that had batches. */
const BATCH_REVISION = '2025-03-26';

/** One event stream and the server behind it. */
export class SseSession implements Session {
  readonly id: string;

  constructor(
    readonly principal: Principal,
    private readonly transport: SSEServerTransport,
    private readonly server: Server,
    private readonly response: ServerResponse,
  ) {
    this.id = transport.sessionId;
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
    for (const one of Array.isArray(message) ? message : [message]) this.deliver(one, authInfo);
  }

  /** A stream on which the client says nothing is idle, though it is connected. */
  isBusy(): boolean {
    return false;
  }

  keepAlive(): void {
    if (this.response.writableLength > MAX_UNREAD_BYTES) this.response.destroy();
    else this.response.write(': keepalive\n\n');
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  private deliver(message: JSONRPCMessage, authInfo: AuthInfo): void {
    (this.transport as unknown as Transport).onmessage?.(message, { authInfo });
  }
}
