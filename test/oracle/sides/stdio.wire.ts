import { PassThrough } from 'node:stream';
import { filled, learn, newExchange, parsed, type Exchange, type Known, type Sent, type Wire } from './wire.js';

/** Speaks lines over a pair of streams: everything that comes back is one exchange. */
export class StdioWire implements Wire {
  readonly exchanges: readonly Exchange[];
  readonly input = new PassThrough();
  readonly output = new PassThrough();
  private readonly known: Known = { session: 'none', state: 'none', event: 'none', question: undefined };
  private step = 0;
  private lines = 0;
  private ended: Promise<unknown> | undefined;

  constructor() {
    const stream = newExchange();
    this.exchanges = [stream];
    let text = '';
    // Not `readline`, which ends lines at U+2028 as well.
    this.output.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (text + chunk).split('\n');
      text = lines.pop()!;
      for (const line of lines) this.take(line, stream);
    });
  }

  /** Resolves when the server has ended. */
  endsWith(ended: Promise<unknown>): this {
    this.ended = ended;
    return this;
  }

  send({ body }: Sent, step: number): void {
    this.step = step;
    this.input.write(`${filled(body, this.known)}\n`);
  }

  at(step: number): void {
    this.step = step;
  }

  activity(): number {
    return this.lines;
  }

  settled(): 'open' {
    return 'open';
  }

  /** Breaks the pipe: a server that waits for answers from its client would go on waiting otherwise. */
  async close(): Promise<void> {
    this.output.on('error', () => undefined).destroy(new Error('EPIPE'));
    this.input.end();
    await this.ended;
  }

  private take(line: string, stream: Exchange): void {
    this.lines += 1;
    const message = parsed(line);
    learn(message, this.known);
    stream.messages.push({ step: this.step, message });
  }
}
