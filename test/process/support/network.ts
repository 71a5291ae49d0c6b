import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Child, until, type ChildOptions } from './child.js';
import type { Message } from './stdio.js';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Send {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
}

export const JSON_TYPE = { 'content-type': 'application/json' };
export const ACCEPT = { accept: 'application/json, text/event-stream' };
/** What a client of the Streamable HTTP transport sends along with a message. */
export const POST_HEADERS = { ...JSON_TYPE, ...ACCEPT };

export const initialize = (protocolVersion = '2025-11-25', id: string | number = 0): object => ({
  jsonrpc: '2.0',
  id,
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
});

export const call = (id: string | number, name: string, args: object = {}): object => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});

export const ping = (id: string | number): object => ({ jsonrpc: '2.0', id, method: 'ping' });

/** Tests of anything else send more than one caller may. */
const UNLIMITED = { THROTTLE_LIMIT: '0', THROTTLE_INITIALIZE_LIMIT: '0', MAX_CONCURRENT_CALLS_PER_PRINCIPAL: '0' };

/** The application on network transports, at a free port. */
export class NetworkChild extends Child {
  origin = '';

  static async start({ env, ...options }: ChildOptions = {}): Promise<NetworkChild> {
    const child = new NetworkChild({ ...options, env: { TRANSPORT: 'sse,http', PORT: '0', ...UNLIMITED, ...env } });
    const address = await until(
      () => /(?:http|sse) on (https?:\/\/[^/"]+:\d+)/.exec(child.stderr)?.[1] ?? (child.isAlive ? undefined : 'dead'),
      'listening',
    );
    if (address === 'dead') throw new Error(`The server did not start:\n${child.stderr}`);
    child.origin = address.replace('0.0.0.0', '127.0.0.1');
    return child;
  }

  get port(): number {
    return Number(new URL(this.origin).port);
  }

  /** Opens an exchange; the answer may go on. */
  open(path: string, { method = 'GET', headers = {}, body }: Send = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(`${this.origin}${path}`, { method, headers, agent: false }, resolve);
      outgoing.on('error', reject);
      outgoing.end(typeof body === 'object' ? JSON.stringify(body) : body);
    });
  }

  /** @param cutAfterMs when to stop reading an answer that goes on */
  async send(path: string, options?: Send, cutAfterMs?: number): Promise<Reply> {
    const incoming = await this.open(path, options);
    if (cutAfterMs !== undefined) setTimeout(() => incoming.destroy(), cutAfterMs);
    const text = await textOf(incoming);
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, text };
  }

  /** Posts a message to the Streamable HTTP endpoint. */
  post(body: string | object, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.send('/mcp', { method: 'POST', headers: { ...POST_HEADERS, ...headers }, body });
  }

  /** Opens a session on the Streamable HTTP endpoint, and gives the headers that belong to it. */
  async openSession(protocolVersion = '2025-11-25'): Promise<Record<string, string>> {
    const { headers, text } = await this.post(initialize(protocolVersion));
    const id = headers['mcp-session-id'];
    if (typeof id !== 'string') throw new Error(`No session was opened: ${text}`);
    const session = { 'mcp-session-id': id, 'mcp-protocol-version': protocolVersion };
    await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' }, session);
    return session;
  }
}

export async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  incoming.setEncoding('utf8');
  try {
    for await (const chunk of incoming) text += String(chunk);
  } catch {
    // Cut off: what has come counts.
  }
  return text;
}

export interface Event {
  readonly event: string;
  readonly id?: string;
  readonly data: string;
}

/** Reads an event stream as it comes. */
export class EventStream {
  raw = '';
  ended = false;

  constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => (this.raw += text));
    for (const end of ['end', 'close', 'error']) response.on(end, () => (this.ended = true));
  }

  get events(): Event[] {
    const blocks = this.raw.split('\n\n').slice(0, -1);
    return blocks
      .filter((block) => !block.startsWith(':'))
      .map((block) => {
        const field = (name: string): string | undefined => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
        return { event: field('event') ?? 'message', id: field('id'), data: field('data') ?? '' };
      });
  }

  get messages(): Message[] {
    return this.events
      .filter(({ event, data }) => event === 'message' && data !== '')
      .map(({ data }) => JSON.parse(data) as Message);
  }

  answer(id: string | number): Promise<Message> {
    return until(() => this.messages.find((message) => message.id === id && !message.method), `answer to ${id}`);
  }

  /** The client goes away without a word. */
  leave(): void {
    this.response.destroy();
  }
}

/** A client of the HTTP+SSE transport. */
export class SseClient extends EventStream {
  endpoint = '';

  constructor(
    response: IncomingMessage,
    private readonly server: NetworkChild,
  ) {
    super(response);
  }

  static async connect(server: NetworkChild, path = '/sse'): Promise<SseClient> {
    const response = await server.open(path);
    if (response.statusCode !== 200) throw new Error(`No stream: ${response.statusCode} ${await textOf(response)}`);
    const client = new SseClient(response, server);
    client.endpoint = await until(() => client.events.find(({ event }) => event === 'endpoint')?.data, 'endpoint');
    return client;
  }

  static async initialized(server: NetworkChild, protocolVersion?: string): Promise<SseClient> {
    const client = await SseClient.connect(server);
    await client.post(initialize(protocolVersion, 'init'));
    await client.answer('init');
    await client.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return client;
  }

  post(body: string | object): Promise<Reply> {
    return this.server.send(this.endpoint, { method: 'POST', headers: JSON_TYPE, body });
  }
}
