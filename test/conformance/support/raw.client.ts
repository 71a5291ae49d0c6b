import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { StdioServer } from '../../../src/index.js';
import type { Combination } from '../../support/combinations.js';
import type { Served } from '../../support/serve.js';

export interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

const LIMIT_MS = 5000;

/** A client that sends what no official client would: any revision, equal ids, batches, or nothing more. */
export abstract class RawClient {
  readonly received: Message[] = [];
  private readonly waiting: (() => void)[] = [];

  abstract post(message: Message | readonly Message[]): Promise<void>;

  /** Goes away without a word. */
  abstract leave(): void;

  /** Sends a request and gives the answer to it. */
  async exchange(message: Message): Promise<Message> {
    const answer = this.answer(message.id);
    await this.post(message);
    return answer;
  }

  async answer(id: Message['id']): Promise<Message> {
    const end = Date.now() + LIMIT_MS;
    for (;;) {
      const found = this.received.find((message) => message.method === undefined && message.id === id);
      if (found) return found;
      if (Date.now() >= end) throw new Error(`No answer to ${id}`);
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        setTimeout(resolve, LIMIT_MS).unref();
      });
    }
  }

  async initialize(protocolVersion: string): Promise<Message> {
    const clientInfo = { name: 'raw', version: '1' };
    const answer = await this.exchange({
      jsonrpc: '2.0',
      id: 'init',
      method: 'initialize',
      params: { protocolVersion, capabilities: {}, clientInfo },
    });
    await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return answer;
  }

  protected take(data: string): void {
    if (data === '') return;
    this.received.push(...([JSON.parse(data)].flat() as Message[]));
    this.waiting.splice(0).forEach((wake) => wake());
  }

  /** Reads the events, or the one body, of a response. */
  protected read(response: IncomingMessage, onEndpoint: (path: string) => void = () => undefined): void {
    response.on('error', () => undefined);
    if (!response.headers['content-type']?.startsWith('text/event-stream')) {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => this.take(body.startsWith('{') || body.startsWith('[') ? body : ''));
      return;
    }
    let event = '';
    createInterface({ input: response })
      .on('error', () => undefined)
      .on('line', (line) => {
        const [, field, value = ''] = /^(event|data): ?(.*)$/.exec(line) ?? [];
        if (field === 'event') event = value;
        if (field !== 'data') return;
        if (event === 'endpoint') onEndpoint(value);
        else this.take(value);
        event = '';
      });
  }
}

class RawStdio extends RawClient {
  private readonly input = new PassThrough();
  private readonly output = new PassThrough();
  readonly ended: Promise<unknown>;

  constructor({ app }: Served) {
    super();
    this.ended = app.get(StdioServer).serve(this.input, this.output, new AbortController().signal);
    createInterface({ input: this.output }).on('line', (line) => this.take(line));
  }

  async post(message: Message | readonly Message[]): Promise<void> {
    this.input.write(`${JSON.stringify(message)}\n`);
  }

  leave(): void {
    this.input.end();
  }
}

const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

class RawHttp extends RawClient {
  private readonly headers: Record<string, string> = {};
  private readonly open = new Set<ClientRequest>();

  constructor(
    private readonly url: string,
    private readonly isModern: boolean,
  ) {
    super();
  }

  async post(message: Message | readonly Message[]): Promise<void> {
    const headers = { ...JSON_TYPE, ...this.headers, ...(this.isModern && modernHeaders(message as Message)) };
    const outgoing = request(new URL('/mcp', this.url), { method: 'POST', headers, agent: false });
    this.open.add(outgoing);
    outgoing.on('error', () => undefined).on('close', () => this.open.delete(outgoing));
    outgoing.on('response', (response: IncomingMessage) => this.read(response));
    outgoing.end(JSON.stringify(message));
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const session = response.headers['mcp-session-id'];
    if (typeof session === 'string') this.headers['mcp-session-id'] = session;
  }

  override async initialize(protocolVersion: string): Promise<Message> {
    const answer = await super.initialize(protocolVersion);
    this.headers['mcp-protocol-version'] = String(answer.result?.['protocolVersion']);
    return answer;
  }

  leave(): void {
    for (const outgoing of this.open) outgoing.destroy();
  }
}

function modernHeaders({ method = '', params = {} }: Message): Record<string, string> {
  const name = params['name'];
  return {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(typeof name === 'string' && { 'mcp-name': name }),
  };
}

class RawSse extends RawClient {
  private endpoint: URL | undefined;
  private stream: ClientRequest | undefined;

  constructor(private readonly url: string) {
    super();
  }

  async connect(): Promise<this> {
    const stream = request(new URL('/sse', this.url), { agent: false });
    this.stream = stream;
    stream.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      stream.on('response', (response: IncomingMessage) =>
        this.read(response, (path) => {
          this.endpoint = new URL(path, this.url);
          resolve();
        }),
      );
      stream.end();
    });
    return this;
  }

  async post(message: Message | readonly Message[]): Promise<void> {
    const outgoing = request(this.endpoint ?? this.url, { method: 'POST', headers: JSON_TYPE, agent: false });
    outgoing.end(JSON.stringify(message));
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    // Accepted, without a message; or refused, with one.
    if (response.statusCode === 202) response.resume();
    else this.read(response);
  }

  leave(): void {
    this.stream?.destroy();
  }
}

/** One more client of a served application, without a handshake. */
export async function raw(served: Served, { transport, era }: Combination): Promise<RawClient> {
  switch (transport) {
    case 'stdio':
      return new RawStdio(served);
    case 'sse':
      return new RawSse(served.url).connect();
    case 'http':
      return new RawHttp(served.url, era === 'modern');
  }
}
