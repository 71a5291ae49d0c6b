import {
  isJSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  UnsupportedProtocolVersionError,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';
import {
  answeredBy,
  cancelledIn,
  ErrorCode,
  LISTEN_METHOD,
  type ListenFilter,
  MessageRejectedError,
  type TaskNotices,
  type Principal,
  type TaskNoticeStream,
} from '../../mcp/index.js';
import type { StdioTransport } from './stdio.transport.js';

/** The one revision that a request itself may name. */
const MODERN_REVISION = '2026-07-28';

/**
 * Stands between the wire and the SDK for what the SDK leaves open: which resources of a subscription the caller may
 * see, subscriptions to tasks, and a revision that a request names once the connection is open.
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
      this.queue = this.queue.then(() => this.receive(message)).catch((error: Error) => this.fail(message, error));
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
    const answered = answeredBy(message);
    if (answered !== undefined) this.forget(answered);
    await this.wire.send(message);
  }

  setProtocolVersion(revision: string): void {
    this.wire.setProtocolVersion(revision);
  }

  close(): Promise<void> {
    return this.wire.close();
  }

  private async receive(message: JSONRPCMessage): Promise<void> {
    for (const id of cancelledIn(message)) this.forget(id);
    const requested = isJSONRPCRequest(message) ? message.params?._meta?.[PROTOCOL_VERSION_META_KEY] : undefined;
    if (isJSONRPCRequest(message) && typeof requested === 'string' && requested !== MODERN_REVISION) {
      const {
        code,
        message: text,
        data,
      } = new UnsupportedProtocolVersionError({ supported: [MODERN_REVISION], requested });
      this.wire.refuse(new MessageRejectedError(code, text, message.id, data));
      return;
    }
    if (!isJSONRPCRequest(message) || message.method !== LISTEN_METHOD) {
      this.onmessage?.(message);
      return;
    }
    const narrowed = await this.listens.narrow(message, this.principal);
    const stream = await this.tasks.open(message, this.principal);
    if (stream) this.streams.set(message.id, stream);
    this.onmessage?.(narrowed);
  }

  /** A message that fails holds up none that comes after it, and a request among them is answered. */
  private fail(message: JSONRPCMessage, error: Error): void {
    if (error instanceof MessageRejectedError) {
      this.wire.refuse(error);
      return;
    }
    this.onerror?.(error);
    if (!isJSONRPCRequest(message)) return;
    this.wire.refuse(new MessageRejectedError(ErrorCode.InternalError, 'Internal error', message.id));
  }

  private forget(id: RequestId): void {
    this.streams.get(id)?.stop();
    this.streams.delete(id);
  }
}
