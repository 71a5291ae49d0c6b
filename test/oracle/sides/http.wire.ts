import { once } from 'node:events';
import { request, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { filled, learn, newExchange, parsed, type Exchange, type Known, type Sent, type Wire } from './wire.js';

/** Headers that mean something to a client. */
const COMPARED = ['content-type', 'allow', 'retry-after', 'www-authenticate', 'mcp-session-id'];

const USUAL = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Speaks HTTP to one endpoint: each thing that is sent is an exchange of its own. */
export class HttpWire implements Wire {
  readonly exchanges: Exchange[] = [];
  private readonly open = new Set<ClientRequest>();
  private readonly known: Known = { session: 'none', state: 'none', event: 'none', question: undefined };
  private step = 0;
  private events = 0;

  constructor(
    private readonly url: string,
    private readonly agent: Agent,
  ) {}

  send(sent: Sent, step: number): void {
    this.step = step;
    const exchange = newExchange();
    this.exchanges.push(exchange);
    const outgoing = this.exchange(this.url, sent, (response) => {
      exchange.status = response.statusCode!;
      for (const name of COMPARED) {
        const value = response.headers[name];
        if (value !== undefined) exchange.headers[name] = name === 'mcp-session-id' ? 'a session' : String(value);
      }
      const session = response.headers['mcp-session-id'];
      if (typeof session === 'string') this.known.session = session;
      this.read(response, exchange);
    });
    outgoing.on('error', () => (exchange.ended = true));
  }

  at(step: number): void {
    this.step = step;
  }

  activity(): number {
    return this.events;
  }

  settled(): 'complete' | 'open' | 'waiting' {
    if (this.exchanges.every(({ ended }) => ended)) return 'complete';
    return this.exchanges.every(({ ended, status }) => ended || status !== undefined) ? 'open' : 'waiting';
  }

  /** Ends the session as well: calls that wait for an answer from the client end with it. */
  async close(): Promise<void> {
    if (this.known.session !== 'none') await this.endSession();
    const closed = [...this.open].map((outgoing) => once(outgoing, 'close'));
    for (const outgoing of this.open) outgoing.destroy();
    await Promise.all(closed);
  }

  private endSession(): Promise<void> {
    const headers = { 'mcp-session-id': '@session', 'mcp-protocol-version': '2025-11-25' };
    return new Promise((resolve) => {
      this.exchange(this.url, { method: 'DELETE', headers, body: '' }, (response) =>
        response.resume().on('end', resolve),
      );
    });
  }

  private exchange(url: string, sent: Sent, onResponse: (response: IncomingMessage) => void): ClientRequest {
    const all = Object.entries({ ...(sent.method === 'POST' ? USUAL : {}), ...sent.headers });
    const headers = all.flatMap(([name, value]) => (value === undefined ? [] : [[name, filled(value, this.known)]]));
    const { method } = sent;
    const outgoing = request(url, { method, agent: this.agent, headers: Object.fromEntries(headers) });
    this.open.add(outgoing);
    outgoing.on('close', () => this.open.delete(outgoing)).on('response', onResponse);
    outgoing.end(method === 'GET' || method === 'DELETE' ? undefined : filled(sent.body, this.known));
    return outgoing;
  }

  private read(response: IncomingMessage, exchange: Exchange): void {
    this.events += 1;
    const isStream = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      this.events += 1;
      text += chunk;
      if (!isStream) return;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        this.known.event = /^id: ([^\n]+)$/m.exec(event)?.[1] ?? this.known.event;
        this.take(/^data: ([^\n]+)$/m.exec(event)?.[1], exchange);
      }
    });
    response.on('error', () => undefined);
    response.on('end', () => {
      this.events += 1;
      exchange.ended = true;
      if (!isStream && text !== '') this.take(text, exchange);
    });
  }

  private take(data: string | undefined, exchange: Exchange): void {
    if (data === undefined) return;
    const message = parsed(data);
    learn(message, this.known);
    exchange.messages.push({ step: this.step, message });
  }
}
