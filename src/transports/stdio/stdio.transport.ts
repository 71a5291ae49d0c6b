import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/server';
import { errorResponse, ErrorCode, MessageRejectedError, readMessage, type ErrorResponse } from '../../mcp/index.js';
import { Batch } from './batch.js';
import { LineSplitter } from './line.splitter.js';

export interface StdioLimits {
  /** Largest message in bytes. */
  readonly maxBodyBytes: number;
  readonly maxJsonDepth: number;
}

/** Why the connection has ended; `broken` is the only end that is a failure. */
export type StdioEnd = 'input-closed' | 'output-closed' | 'broken';

/** Input without an end of line is given up after this many bytes, or the largest message if that is more. */
const ENDLESS_BYTES = 10 * 1024 * 1024;

/** The revision that has batches. */
const BATCH_REVISION = '2025-03-26';

/** Subscriptions stay open by nature: nobody waits for their answer. */
const OPEN_ENDED: ReadonlySet<string> = new Set(['subscriptions/listen']);

/**
 * Newline-delimited JSON-RPC over a pair of streams. Unlike the SDK's transport it answers what it cannot read, survives
 * it, and lets calls in flight finish when the input closes.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Resolves when no further message can come or go. */
  readonly ended: Promise<StdioEnd>;
  private end!: (reason: StdioEnd) => void;
  private readonly unanswered = new Set<RequestId>();
  private settled: (() => void)[] = [];
  private readonly batches = new Set<Batch>();
  private revision = '';
  private closed = false;
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true });

  constructor(
    private readonly input: Readable,
    private readonly output: Writable,
    private readonly limits: StdioLimits,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  start(): Promise<void> {
    const lines = new LineSplitter(
      {
        line: (bytes) => this.receive(bytes),
        oversized: () => this.refuseOversized(),
        endless: () => this.end('broken'),
      },
      this.limits.maxBodyBytes,
      Math.max(ENDLESS_BYTES, this.limits.maxBodyBytes),
    );
    this.input.on('data', (chunk: Buffer) => lines.push(chunk));
    this.input.on('end', () => this.end('input-closed'));
    this.input.on('close', () => this.end('input-closed'));
    this.input.on('error', () => this.end('input-closed'));
    this.output.on('error', () => this.end('output-closed'));
    return Promise.resolve();
  }

  send(message: JSONRPCMessage | ErrorResponse): Promise<void> {
    if ('id' in message && !('method' in message) && message.id !== undefined) this.settle(message.id);
    for (const batch of this.batches) {
      const { mine, complete } = batch.take(message);
      if (!mine) continue;
      if (!complete) return Promise.resolve();
      this.batches.delete(batch);
      return this.write(complete);
    }
    return this.write(message);
  }

  /** Told by the SDK once the revision is negotiated. */
  setProtocolVersion(revision: string): void {
    this.revision = revision;
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    this.closed = true;
    this.input.pause();
    this.onclose?.();
    return Promise.resolve();
  }

  /** Resolves when every request has been answered, or after `limitMs`. */
  async answered(limitMs: number): Promise<void> {
    if (this.unanswered.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
    await Promise.race([limit, new Promise<void>((resolve) => this.settled.push(resolve))]);
    clearTimeout(timer);
  }

  private write(message: object): Promise<void> {
    if (this.closed || this.output.destroyed) return Promise.resolve();
    return new Promise((resolve) => this.output.write(`${JSON.stringify(message)}\n`, () => resolve()));
  }

  private receive(bytes: Buffer): void {
    let messages: JSONRPCMessage[];
    try {
      messages = this.read(bytes);
    } catch (error) {
      this.refuse(error as MessageRejectedError);
      return;
    }
    for (const message of messages) this.deliver(message);
  }

  /** @throws MessageRejectedError */
  private read(bytes: Buffer): JSONRPCMessage[] {
    const text = this.decode(bytes).trim();
    if (text === '') return [];
    const message = readMessage(text, this.limits.maxJsonDepth);
    if (!Array.isArray(message)) return [message];
    if (this.revision !== BATCH_REVISION) {
      throw new MessageRejectedError(
        ErrorCode.InvalidRequest,
        `Send one message a line: only revision ${BATCH_REVISION} has batches`,
      );
    }
    this.batches.add(new Batch(message));
    return message;
  }

  private decode(bytes: Buffer): string {
    try {
      return this.utf8.decode(bytes);
    } catch {
      throw new MessageRejectedError(ErrorCode.ParseError, 'The message is not valid UTF-8');
    }
  }

  private deliver(message: JSONRPCMessage): void {
    if ('method' in message) {
      if ('id' in message) {
        if (!OPEN_ENDED.has(message.method)) this.unanswered.add(message.id);
      } else if (message.method === 'notifications/cancelled') {
        // A cancelled request need not be answered.
        this.settle(message.params?.['requestId'] as RequestId);
      }
    }
    this.onmessage?.(message);
  }

  /** Answers a message that nobody serves. */
  refuse(rejected: MessageRejectedError): void {
    this.onerror?.(rejected);
    void this.send(errorResponse(rejected.code, rejected.message, rejected.id, rejected.data));
  }

  private refuseOversized(): void {
    this.refuse(
      new MessageRejectedError(
        ErrorCode.InvalidRequest,
        `The message is larger than ${this.limits.maxBodyBytes} bytes (MAX_BODY_BYTES)`,
      ),
    );
  }

  private settle(id: RequestId): void {
    this.unanswered.delete(id);
    if (this.unanswered.size === 0) this.settled.splice(0).forEach((resolve) => resolve());
  }
}
