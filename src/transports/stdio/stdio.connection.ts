import { isUtf8 } from 'node:buffer';
import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import {
  ErrorCode,
  errorResponse,
  isPromise,
  LISTEN_METHOD,
  MessageRejectedError,
  readMessage,
  RequestContext,
  type Answer,
  type MaybePromise,
  type Peer,
  type PeerLink,
  type Principal,
} from '../../mcp/index.js';
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
 * Newline-delimited JSON-RPC over a pair of streams (MCP specification, basic/transports: stdio). It answers what it
 * cannot read, and lets calls in flight finish when the input closes.
 */
export class StdioConnection implements PeerLink {
  /** Resolves when no further message can come or go. */
  readonly ended: Promise<StdioEnd>;
  private end!: (reason: StdioEnd) => void;
  /** Lines that go out together: the answers of one turn of the event loop. */
  private waiting = '';
  private isReading = false;
  private flushing: NodeJS.Immediate | undefined;
  private drained: Promise<void> | undefined;
  /** Requests whose answer is awaited. */
  private unanswered = 0;
  private settled: (() => void)[] = [];

  /** @param rejected called with the error of each message that is not valid */
  constructor(
    private readonly input: Readable,
    private readonly output: Writable,
    private readonly limits: StdioLimits,
    private readonly rejected: (error: Error) => void,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  /** Begins to read; every message is the principal's. */
  start(peer: Peer, principal: Principal): void {
    const lines = new LineSplitter(
      {
        line: (bytes) => this.receive(bytes, peer, principal),
        oversized: () => this.refuse(this.oversized()),
        endless: () => this.end('broken'),
      },
      this.limits.maxBodyBytes,
      Math.max(ENDLESS_BYTES, this.limits.maxBodyBytes),
    );
    this.input.on('data', (chunk: Buffer) => {
      this.isReading = true;
      lines.push(chunk);
      this.isReading = false;
      this.flush();
    });
    for (const event of ['end', 'close', 'error']) this.input.on(event, () => this.end('input-closed'));
    this.output.on('error', () => this.end('output-closed'));
  }

  /** Sends a notification or request of the server, and resolves when the client has room for more. */
  send(text: string): MaybePromise<void> {
    this.waiting += `${text}\n`;
    this.flush();
    return this.drained;
  }

  /** Resolves when every request has been answered, or after `limitMs`. */
  async answered(limitMs: number): Promise<void> {
    if (this.unanswered === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
    await Promise.race([limit, new Promise<void>((resolve) => this.settled.push(resolve))]);
    clearTimeout(timer);
  }

  /** Stops reading; answers that are ready still go out. */
  close(): void {
    this.input.pause();
    this.flush();
  }

  private receive(bytes: Buffer, peer: Peer, principal: Principal): void {
    try {
      const text = decode(bytes).trim();
      if (text === '') return;
      const message = readMessage(text, this.limits.maxJsonDepth);
      const context = new RequestContext();
      context.principal = principal;
      if (Array.isArray(message)) this.receiveBatch(message, peer, context);
      else this.answer(peer.receive(message, context), isAwaited(message));
    } catch (error) {
      if (!(error instanceof MessageRejectedError)) throw error;
      this.refuse(error);
    }
  }

  /** A batch is answered as one (JSON-RPC 2.0, section 6). */
  private receiveBatch(messages: readonly JSONRPCMessage[], peer: Peer, context: RequestContext): void {
    const whole = async (): Promise<Answer | undefined> => {
      const received = await peer.receiveBatch(messages, context);
      const answers = await Promise.all(received.map(async (answer) => answer));
      const texts = answers.flatMap((answer) => (answer ? [answer.text] : []));
      return texts.length === 0 ? undefined : { text: `[${texts.join(',')}]`, status: 200 };
    };
    this.answer(whole(), messages.some(isAwaited));
  }

  private answer(answer: MaybePromise<Answer | undefined>, isAwaited: boolean): void {
    if (!isPromise(answer)) return this.write(answer);
    if (isAwaited) this.unanswered += 1;
    const settle = (settled: Answer | undefined): void => {
      if (isAwaited) this.unanswered -= 1;
      this.write(settled);
      if (this.unanswered === 0) this.settled.splice(0).forEach((resolve) => resolve());
    };
    answer.then(settle, (error: Error) => {
      if (error instanceof MessageRejectedError) this.refuse(error);
      else this.rejected(error);
      settle(undefined);
    });
  }

  private write(answer: Answer | undefined): void {
    if (!answer) return;
    this.waiting += `${answer.text}\n`;
    if (this.isReading) return;
    // The last answer goes out at once; others wait for those of the same turn.
    if (this.unanswered === 0) this.flush();
    else this.flushing ??= setImmediate(() => this.flush());
  }

  private flush(): void {
    if (this.isReading) return;
    clearImmediate(this.flushing);
    this.flushing = undefined;
    const { waiting, output } = this;
    this.waiting = '';
    if (waiting === '' || output.destroyed || output.writableEnded) return;
    if (!output.write(waiting)) this.drained ??= this.untilDrained();
  }

  private untilDrained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.output.off('drain', done).off('close', done);
        this.drained = undefined;
        resolve();
      };
      this.output.on('drain', done).on('close', done);
    });
  }

  private refuse({ code, message, id, data }: MessageRejectedError): void {
    this.rejected(new Error(message));
    this.write({ text: JSON.stringify(errorResponse(code, message, id, data)), status: 200 });
  }

  private oversized(): MessageRejectedError {
    return new MessageRejectedError(
      ErrorCode.InvalidRequest,
      `The message is larger than ${this.limits.maxBodyBytes} bytes (MAX_BODY_BYTES)`,
    );
  }
}

/** @throws MessageRejectedError −32700 */
function decode(bytes: Buffer): string {
  // Not a TextDecoder: the first one loads the tables of all encodings.
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new MessageRejectedError(ErrorCode.ParseError, 'The message is not valid UTF-8');
}

/** A subscription stays open by nature: a shutdown does not wait for its answer. */
function isAwaited(message: JSONRPCMessage): boolean {
  return 'method' in message && 'id' in message && message.method !== LISTEN_METHOD;
}
