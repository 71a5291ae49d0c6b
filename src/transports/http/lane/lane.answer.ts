import type { ServerResponse } from 'node:http';
import { LOG_LEVEL_META_KEY } from '@modelcontextprotocol/server';
import { logNotice, progressNotice, type Notice, type UnaryAnswer } from '../../../mcp/index.js';
import { taken } from '../../network/pace.js';
import { mayWrite } from '../../network/unread.limit.js';
import type { UnaryShape } from './unary-shape.js';

/** As `McpContext.log` is called. */
type LogLevel = Parameters<typeof logNotice>[0];

export interface LaneAnswerOptions {
  readonly keepAliveMs: number;
  /** Bytes that may wait to be read beyond the limit, because the client has asked for them. */
  readonly allowance: number;
  /** The client does not read what it has asked for. */
  readonly cut: () => void;
}

const EVENT_STREAM = {
  'cache-control': 'no-cache, no-transform',
  connection: 'keep-alive',
  'content-type': 'text/event-stream',
  'x-accel-buffering': 'no',
};

const JSON_BODY = { 'content-type': 'application/json' };

/** From the least severe (RFC 5424). */
const SEVERITY: readonly LogLevel[] = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/**
 * The one answer to a request, and what the capability tells its client before: in the legacy era all of it is an event
 * stream, in the modern era it becomes one with the first message before the answer.
 */
export class LaneAnswer {
  private keepAlive: NodeJS.Timeout | undefined;
  private isStream = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly shape: UnaryShape,
    private readonly options: LaneAnswerOptions,
  ) {}

  /** The client of a legacy request is to know at once that it will be answered; of most it is answered by then. */
  announce(): void {
    if (this.shape.era === 'legacy' && !this.response.headersSent) this.open();
  }

  async progress(progress: number, total: number | undefined, message: string | undefined): Promise<void> {
    const { progressToken } = this.shape.meta;
    if (progressToken === undefined) return;
    await this.notify(progressNotice(progressToken as string | number, progress, total, message));
  }

  async log(level: LogLevel, data: unknown, logger: string | undefined): Promise<void> {
    const { era, envelope } = this.shape;
    // A stateless legacy client has no way to say what it wants to hear; a modern one has to.
    const least = envelope?.[LOG_LEVEL_META_KEY] as LogLevel | undefined;
    if (era === 'modern' && (least === undefined || isBelow(level, least))) return;
    await this.notify(logNotice(level, data, logger));
  }

  releaseStream(): void {
    // There is nothing to come back for without a session.
  }

  end({ status, text }: UnaryAnswer): void {
    const { response } = this;
    if (response.destroyed) return;
    if (this.isStream) {
      this.write(eventOf(text));
      response.end();
    } else if (this.shape.era === 'legacy') {
      this.whole(200, EVENT_STREAM, eventOf(text));
    } else {
      this.whole(status, JSON_BODY, text);
    }
  }

  /** Of a known length, head and body go out in one piece. */
  private whole(status: number, headers: Readonly<Record<string, string>>, body: string): void {
    this.response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  }

  /** The call was given up on: nobody waits for its answer. */
  abandon(): void {
    if (!this.response.headersSent) this.response.writeHead(499);
    this.response.end();
  }

  /** Nothing is written any more. */
  close(): void {
    clearInterval(this.keepAlive);
  }

  private async notify(notice: Notice): Promise<void> {
    if (this.response.destroyed || this.response.writableEnded) return;
    if (!this.isStream) this.open();
    this.write(eventOf(JSON.stringify({ jsonrpc: '2.0', ...notice })));
    await taken(this.response);
  }

  private open(): void {
    this.isStream = true;
    this.response.writeHead(200, EVENT_STREAM).flushHeaders();
    this.keepAlive = setInterval(() => this.write(': keepalive\n\n'), this.options.keepAliveMs).unref();
  }

  private write(event: string): void {
    if (mayWrite(this.response, this.options.allowance)) this.response.write(event);
    else this.options.cut();
  }
}

/** A level that the protocol does not know is below none. */
function isBelow(level: LogLevel, least: LogLevel): boolean {
  const severity = SEVERITY.indexOf(level);
  return severity !== -1 && severity < SEVERITY.indexOf(least);
}

function eventOf(text: string): string {
  return `event: message\ndata: ${text}\n\n`;
}
