import { isUtf8 } from 'node:buffer';
import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/server';
import {
  answeredBy,
  assertBatchAllowed,
  cancelledIn,
  errorResponse,
  ErrorCode,
  LISTEN_METHOD,
  MessageRejectedError,
  OpenRequests,
  readMessage,
  type ErrorResponse,
} from '../../mcp/index.js';
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
  private readonly open = new OpenRequests();
  /** The open requests whose answer is waited for: subscriptions stay open by nature. */
  private readonly unanswered = new Set<RequestId>();
  private settled: (() => void)[] = [];
  private readonly batches = new Set<Batch>();
  private revision = '';
  private closed = false;

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
    const answered = answeredBy(message);
    if (answered !== undefined) this.settle(answered);
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
      this.reject(error as MessageRejectedError);
      return;
    }
    for (const message of messages) this.deliver(message);
  }

  /** @throws MessageRejectedError */
  private read(bytes: Buffer): JSONRPCMessage[] {
    const text = this.decode(bytes).trim();
    if (text === '') return [];
    const message = readMessage(text, this.limits.maxJsonDepth);
    if (Array.isArray(message)) assertBatchAllowed(this.revision);
    const requests = this.open.admit(message);
    if (!Array.isArray(message)) return [message];
    // Notifications are not answered.
    if (requests.length > 0) this.batches.add(new Batch(requests));
    return message;
  }

  private decode(bytes: Buffer): string {
    // Not a TextDecoder: the first one loads the tables of all encodings.
    if (isUtf8(bytes)) return bytes.toString('utf8');
    throw new MessageRejectedError(ErrorCode.ParseError, 'The message is not valid UTF-8');
  }

  private deliver(message: JSONRPCMessage): void {
    if ('method' in message && 'id' in message && message.method !== LISTEN_METHOD) this.unanswered.add(message.id);
    for (const id of cancelledIn(message)) this.drop(id);
    this.onmessage?.(message);
  }

  /** A cancelled request is not answered. */
  private drop(id: RequestId): void {
    this.settle(id);
    for (const batch of this.batches) {
      const { mine, complete } = batch.drop(id);
      if (!mine || !complete) continue;
      this.batches.delete(batch);
      if (complete.length > 0) void this.write(complete);
    }
  }

  /** Answers what was not taken in: a request in flight that bears the same id goes on. */
  private reject(rejected: MessageRejectedError): void {
    this.onerror?.(rejected);
    void this.write(errorResponse(rejected.code, rejected.message, rejected.id, rejected.data));
  }

  /** Answers a request that nobody serves. */
  refuse(rejected: MessageRejectedError): void {
    this.onerror?.(rejected);
    void this.send(errorResponse(rejected.code, rejected.message, rejected.id, rejected.data));
  }

  private refuseOversized(): void {
    this.reject(
      new MessageRejectedError(
        ErrorCode.InvalidRequest,
        `The message is larger than ${this.limits.maxBodyBytes} bytes (MAX_BODY_BYTES)`,
      ),
    );
  }

  private settle(id: RequestId): void {
    this.open.settle(id);
    this.unanswered.delete(id);
    if (this.unanswered.size === 0) this.settled.splice(0).forEach((resolve) => resolve());
  }
}
