import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fixture } from './fixture.command.js';
import { isAnswer, type Json, type Message, type WireError } from './message.js';
import { Traffic } from './traffic.js';
import { until } from './until.js';

export const META = {
  version: 'io.modelcontextprotocol/protocolVersion',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  logLevel: 'io.modelcontextprotocol/logLevel',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  subscription: 'io.modelcontextprotocol/subscriptionId',
} as const;

const ALL_CAPABILITIES: Json = { sampling: {}, elicitation: {}, roots: { listChanged: true } };

export const envelope = (capabilities: Json = {}): Json => ({
  [META.version]: '2026-07-28',
  [META.clientInfo]: { name: 'conformance-lines', version: '1.0.0' },
  [META.capabilities]: capabilities,
});

interface Process extends ChildProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
}

/** Speaks revision 2026-07-28 on stdio message by message, for what the official client would do on its own. */
export class LineClient {
  readonly traffic = new Traffic();
  private id = 0;

  private constructor(private readonly child: Process) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.traffic.received.push(JSON.parse(line) as Message);
    });
    child.stdin.on('error', () => undefined);
  }

  /** @param opens whether a first request makes it a connection of the modern era */
  static async start({ opens = true } = {}): Promise<LineClient> {
    const { command, args, env, stderr } = fixture;
    const client = new LineClient(spawn(command, args, { env, stdio: ['pipe', 'pipe', stderr] }));
    if (opens) await client.result('prompts/list', {}, {}, 15_000);
    return client;
  }

  /** Sends a message exactly as it is, and gives the answer to it. */
  async exchange(message: Message, limitMs?: number): Promise<Message> {
    const from = this.traffic.received.length;
    this.post(message);
    const { id } = message;
    return until(
      () => this.traffic.received.slice(from).find((answer) => isAnswer(answer) && answer.id === id),
      `the answer to ${message.method}`,
      limitMs,
    );
  }

  post(message: Message): void {
    this.traffic.sent.push(message);
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  nextId(): number {
    return (this.id += 1);
  }

  /** A request with what the revision demands of every one. */
  request(method: string, params: Json = {}, capabilities = ALL_CAPABILITIES, limitMs?: number): Promise<Message> {
    const message = { jsonrpc: '2.0', id: this.nextId(), method, params: { _meta: envelope(capabilities), ...params } };
    return this.exchange(message, limitMs);
  }

  async result(method: string, params?: Json, capabilities?: Json, limitMs?: number): Promise<Json> {
    const { result, error } = await this.request(method, params, capabilities, limitMs);
    if (result === undefined) throw new Error(`${method} was refused: ${JSON.stringify(error)}`);
    return result;
  }

  async refusal(method: string, params?: Json, capabilities?: Json): Promise<WireError> {
    const { result, error } = await this.request(method, params, capabilities);
    if (error === undefined) throw new Error(`${method} was not refused: ${JSON.stringify(result)}`);
    return error;
  }

  call(name: string, extra: Json = {}, capabilities?: Json, limitMs?: number): Promise<Json> {
    return this.result('tools/call', { name, arguments: {}, ...extra }, capabilities, limitMs);
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.stdin.end();
    // A task may be running that nobody waits for any more.
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), 3000);
    await exited;
    clearTimeout(impatience);
  }
}
