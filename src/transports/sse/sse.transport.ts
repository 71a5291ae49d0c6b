import type { ServerResponse } from 'node:http';
import type { AuthInfo, JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/server';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { ActiveCalls } from '../../mcp/index.js';
import { taken } from '../network/pace.js';
import { mayWrite } from '../network/unread.limit.js';

/** Answers to requests of the client may wait beyond the limit for unread bytes: up to the largest one. */
interface SseLimits {
  readonly maxResultBytes: number;
}

/** The SDK's event stream for a client that may read slowly, or no more, and requests that a shutdown waits for. */
export class SseTransport extends SSEServerTransport {
  private readonly unanswered = new Map<RequestId, () => void>();

  constructor(
    endpoint: string,
    private readonly response: ServerResponse,
    private readonly limits: SseLimits,
    private readonly active: ActiveCalls,
  ) {
    super(endpoint, response);
    response.once('close', () => this.settleAll());
  }

  get isOpen(): boolean {
    return !this.response.destroyed && !this.response.writableEnded;
  }

  /** Whether the client waits for an answer. */
  get isAwaited(): boolean {
    return this.unanswered.size > 0;
  }

  /** Hands a message of the client to the server. */
  deliver(message: JSONRPCMessage, authInfo: AuthInfo): void {
    if ('method' in message) {
      if ('id' in message) this.expectAnswer(message.id);
      // A cancelled request need not be answered.
      else if (message.method === 'notifications/cancelled') this.settle(message.params?.['requestId'] as RequestId);
    }
    (this as unknown as Transport).onmessage?.(message, { authInfo });
  }

  override async send(message: Parameters<SSEServerTransport['send']>[0]): Promise<void> {
    const isAnswer = !('method' in message);
    try {
      if (!mayWrite(this.response, isAnswer ? this.limits.maxResultBytes : 0)) return;
      await super.send(message);
      if (!isAnswer) await taken(this.response);
    } finally {
      if (isAnswer && message.id !== undefined) this.settle(message.id);
    }
  }

  keepAlive(): void {
    if (mayWrite(this.response, this.limits.maxResultBytes)) this.response.write(': keepalive\n\n');
  }

  override async close(): Promise<void> {
    this.settleAll();
    await super.close();
  }

  private expectAnswer(id: RequestId): void {
    this.settle(id);
    void this.active.track(() => new Promise<void>((resolve) => this.unanswered.set(id, resolve)));
  }

  private settle(id: RequestId): void {
    this.unanswered.get(id)?.();
    this.unanswered.delete(id);
  }

  private settleAll(): void {
    for (const id of [...this.unanswered.keys()]) this.settle(id);
  }
}
