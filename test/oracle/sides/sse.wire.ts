import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { filled, learn, newExchange, parsed, type Exchange, type Known, type Sent, type Wire } from './wire.js';

/** Speaks HTTP+SSE: the first exchange is the stream, and each post is one more. */
export class SseWire implements Wire {
  readonly exchanges: Exchange[] = [newExchange()];
  private readonly agent = new Agent({ keepAlive: true });
  private readonly known: Known = { session: 'none', state: 'none', event: 'none', question: undefined };
  private endpoint = '';
  private step = 0;
  private events = 0;
  private stream: ClientRequest | undefined;

  constructor(private readonly url: string) {}

  async open(): Promise<this> {
    const stream = this.exchanges[0]!;
    await new Promise<void>((resolve) => {
      this.stream = request(new URL('/sse', this.url), { agent: false });
      this.stream.on('error', () => undefined).end();
      this.stream.on('response', (response: IncomingMessage) => {
        stream.status = response.statusCode!;
        stream.headers['content-type'] = String(response.headers['content-type']);
        this.read(response, stream, (path) => {
          this.endpoint = new URL(path, this.url).href;
          resolve();
        });
      });
    });
    return this;
  }

  send({ method, headers: special, body }: Sent, step: number): void {
    this.step = step;
    const exchange = newExchange();
    this.exchanges.push(exchange);
    const all = Object.entries({ 'content-type': 'application/json', ...special });
    const headers = Object.fromEntries(all.filter(([, value]) => value !== undefined));
    const outgoing = request(this.endpoint, { method, agent: this.agent, headers });
    outgoing.on('error', () => (exchange.ended = true));
    outgoing.on('response', (response: IncomingMessage) => {
      exchange.status = response.statusCode!;
      this.read(response, exchange);
    });
    outgoing.end(method === 'GET' || method === 'DELETE' ? undefined : filled(body, this.known));
  }

  at(step: number): void {
    this.step = step;
  }

  activity(): number {
    return this.events;
  }

  settled(): 'open' | 'waiting' {
    return this.exchanges.every(({ ended }, place) => place === 0 || ended) ? 'open' : 'waiting';
  }

  async close(): Promise<void> {
    this.stream?.destroy();
    this.agent.destroy();
  }

  private read(response: IncomingMessage, exchange: Exchange, onEndpoint?: (path: string) => void): void {
    let text = '';
    this.events += 1;
    response.setEncoding('utf8').on('data', (chunk: string) => {
      this.events += 1;
      text += chunk;
      if (!onEndpoint) return;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        const data = /^data: ([^\n]+)$/m.exec(event)?.[1];
        if (data === undefined) continue;
        if (/^event: endpoint$/m.test(event)) onEndpoint(data);
        else this.take(data, exchange);
      }
    });
    response.on('error', () => undefined).on('close', () => (exchange.ended = true));
    response.on('end', () => {
      this.events += 1;
      exchange.ended = true;
      if (!onEndpoint && text !== '') this.take(text, exchange);
    });
  }

  private take(data: string, exchange: Exchange): void {
    const message = parsed(data);
    learn(message, this.known);
    exchange.messages.push({ step: this.step, message });
  }
}
