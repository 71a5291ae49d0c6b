import type { ServerResponse } from 'node:http';
import type { AuthInfo, JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/server';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { answeredBy, cancelledIn, OpenRequests, type ActiveCalls } from '../../mcp/index.js';
import { taken } from '../network/pace.js';
import { mayWrite } from '../network/unread.limit.js';

/** Answers to requests of the client may wait beyond the limit for unread bytes: up to the largest one. */
interface SseLimits {
  readonly maxResultBytes: number;
}

/** The SDK's event stream for a client that may read slowly, or no more, and requests that a shutdown waits for. */
export class SseTransport extends SSEServerTransport {
  private readonly open = new OpenRequests();
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

  /**
   * Hands messages of the client to the server.
   *
   * @throws MessageRejectedError for an id that is in use, and then none of them is handed over
   */
  deliver(messages: readonly JSONRPCMessage[], authInfo: AuthInfo): void {
    for (const id of this.open.admit(messages)) this.expectAnswer(id);
    for (const message of messages) {
      // A cancelled request is not answered.
      for (const id of cancelledIn(message)) this.settle(id);
      (this as unknown as Transport).onmessage?.(message, { authInfo });
    }
  }

  override async send(message: Parameters<SSEServerTransport['send']>[0]): Promise<void> {
    const isAnswer = !('method' in message);
    try {
      if (!mayWrite(this.response, isAnswer ? this.limits.maxResultBytes : 0)) return;
      await super.send(message);
      if (!isAnswer) await taken(this.response);
    } finally {
      const answered = answeredBy(message);
      if (answered !== undefined) this.settle(answered);
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
    void this.active.track(() => new Promise<void>((resolve) => this.unanswered.set(id, resolve)));
  }

  private settle(id: RequestId): void {
    this.unanswered.get(id)?.();
    this.unanswered.delete(id);
    this.open.settle(id);
  }

  private settleAll(): void {
    for (const id of [...this.unanswered.keys()]) this.settle(id);
  }
}
