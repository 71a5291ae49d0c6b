import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';
import {
  type ListenFilter,
  MessageRejectedError,
  type TaskNotices,
  type Principal,
  type TaskNoticeStream,
} from '../../mcp/index.js';
import type { StdioTransport } from './stdio.transport.js';

/**
 * Stands between the wire and the SDK for what the SDK does not know of subscriptions: which resources the caller may
 * see, and tasks.
 */
export class SubscribingTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private readonly streams = new Map<RequestId, TaskNoticeStream>();
  /** Messages are looked at one after the other, so that none overtakes a subscription. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly wire: StdioTransport,
    private readonly listens: ListenFilter,
    private readonly tasks: TaskNotices,
    private readonly principal: Principal,
  ) {}

  start(): Promise<void> {
    this.wire.onclose = () => {
      for (const stream of this.streams.values()) stream.stop();
      this.onclose?.();
    };
    this.wire.onerror = (error) => this.onerror?.(error);
    this.wire.onmessage = (message) => {
      this.queue = this.queue.then(() => this.receive(message));
    };
    return this.wire.start();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    let amended = message;
    for (const stream of this.streams.values()) {
      amended = stream.amend(message);
      if (amended === message) continue;
      await this.wire.send(amended);
      stream.start((notice) => void this.wire.send(notice));
      return;
    }
    if ('id' in message && !('method' in message) && message.id !== undefined) this.forget(message.id);
    await this.wire.send(message);
  }

  close(): Promise<void> {
    return this.wire.close();
  }

  private async receive(message: JSONRPCMessage): Promise<void> {
    if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
      this.forget(message.params?.['requestId'] as RequestId);
    }
    if (!isJSONRPCRequest(message) || message.method !== 'subscriptions/listen') {
      this.onmessage?.(message);
      return;
    }
    try {
      const stream = await this.tasks.open(message, this.principal);
      if (stream) this.streams.set(message.id, stream);
      this.onmessage?.(await this.listens.narrow(message, this.principal));
    } catch (error) {
      if (error instanceof MessageRejectedError) this.wire.refuse(error);
      else this.onerror?.(error as Error);
    }
  }

  private forget(id: RequestId): void {
    this.streams.get(id)?.stop();
    this.streams.delete(id);
  }
}
