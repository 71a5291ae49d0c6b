import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestContext } from '../../mcp/index.js';

/** One HTTP request and its response, with what the server knows of the request. */
export class HttpExchange {
  readonly context: RequestContext;

  /** @param head headers of every answer that are not on the response yet: names and values in turns */
  constructor(
    readonly request: IncomingMessage & { readonly originalUrl?: string },
    readonly response: ServerResponse,
    private head?: string[],
  ) {
    this.context = RequestContext.of(request);
  }

  get isGone(): boolean {
    return this.response.destroyed;
  }

  setHeader(name: string, value: string): void {
    const index = this.head?.findIndex((text, place) => place % 2 === 0 && text === name) ?? -1;
    if (!this.head) this.response.setHeader(name, value);
    else if (index === -1) this.head.push(name, value);
    else this.head[index + 1] = value;
  }

  /** @param headers names and values in turns */
  writeHead(status: number, headers: readonly string[]): void {
    const { head } = this;
    this.response.writeHead(status, head ? [...head, ...headers] : [...headers]);
  }

  /** Answers with a body that is there as a whole, in one write. */
  end(status: number, headers: readonly string[], body: string): void {
    this.writeHead(status, [...headers, 'Content-Length', String(Buffer.byteLength(body))]);
    this.response.end(body);
  }

  /** The same with a body in pieces, such as one that is kept as bytes. */
  endPieces(status: number, headers: readonly string[], pieces: readonly (Buffer | string)[]): void {
    const { response } = this;
    const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
    this.writeHead(status, [...headers, 'Content-Length', String(length)]);
    response.cork();
    for (const piece of pieces) response.write(piece);
    response.end();
    response.uncork();
  }

  /** Answers without a body. */
  endEmpty(status: number): void {
    this.writeHead(status, ['Content-Length', '0']);
    this.response.end();
  }

  /** Hands the response over to code that sets headers by itself. */
  bareResponse(): ServerResponse {
    const { head = [] } = this;
    this.head = undefined;
    if (this.response.headersSent) return this.response;
    for (let index = 0; index < head.length; index += 2) {
      this.response.setHeader(head[index] as string, head[index + 1] as string);
    }
    return this.response;
  }
}
