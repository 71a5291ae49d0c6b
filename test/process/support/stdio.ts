import { Child, lines, until, type ChildOptions } from './child.js';

export interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** The result of a probe that returned `value`. */
export const said = (value: object): object => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });

const initialize = (protocolVersion: string): object => ({
  jsonrpc: '2.0',
  id: 'init',
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
});

/** The application on stdio, spoken to line by line. */
export class StdioChild extends Child {
  constructor({ env, ...options }: ChildOptions = {}) {
    super({ ...options, env: { TRANSPORT: 'stdio', ...env } });
  }

  /** Has shaken hands with the client. */
  static async initialized(options?: ChildOptions, revision = '2025-11-25'): Promise<StdioChild> {
    const child = new StdioChild(options);
    child.send(initialize(revision));
    await child.answer('init');
    child.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return child;
  }

  /** Every complete line of stdout, parsed: throws when one is no JSON. */
  get messages(): Message[] {
    return lines(this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1)).map((line) => JSON.parse(line) as Message);
  }

  write(bytes: string | Buffer): void {
    this.process.stdin.write(bytes);
  }

  send(message: object): void {
    this.write(`${JSON.stringify(message)}\n`);
  }

  call(id: string | number, name: string, args: object = {}): void {
    this.send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });
  }

  answer(id: string | number): Promise<Message> {
    return until(() => this.messages.find((message) => message.id === id && !message.method), `answer to ${id}`);
  }

  /** The next error without an id. */
  error(code: number): Promise<Message> {
    return until(
      () => this.messages.find(({ id, error }) => id === undefined && error?.code === code),
      `error ${code}`,
    );
  }

  /** Proves that the connection lives. */
  async ping(id: string): Promise<void> {
    this.send({ jsonrpc: '2.0', id, method: 'ping' });
    expect(await this.answer(id)).toEqual({ jsonrpc: '2.0', id, result: {} });
  }
}
