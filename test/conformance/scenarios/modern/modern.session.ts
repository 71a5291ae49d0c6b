import { Client, type CreateMessageResult, type ElicitResult } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { fillIn, MODEL_ANSWER, ROOTS } from '../core/answers.js';
import { fixture } from '../core/fixture.command.js';
import type { Json } from '../core/message.js';
import { LineClient } from '../core/line.client.js';
import type { Peer } from '../core/peer.interface.js';
import type { Audited } from '../core/runner.js';
import { Traffic } from '../core/traffic.js';

/** The second generation of the official client, pinned to 2026-07-28, and a client that sends lines. */
export class ModernSession implements Audited {
  readonly isModern = true;
  readonly peer: Peer;
  readonly traffics: readonly Traffic[];

  private constructor(
    readonly client: Client,
    readonly traffic: Traffic,
    readonly lines: LineClient,
  ) {
    this.peer = client;
    this.traffics = [traffic, lines.traffic];
  }

  static async overStdio(): Promise<ModernSession> {
    const transport = new StdioClientTransport(fixture);
    const traffic = Traffic.of(transport);
    const client = new Client(
      { name: 'conformance-v2', version: '1.0.0' },
      {
        capabilities: { sampling: {}, elicitation: {}, roots: { listChanged: true } },
        versionNegotiation: { mode: { pin: '2026-07-28' } },
      },
    );
    client.setRequestHandler('elicitation/create', ({ params }) => fillIn(params as Json) as ElicitResult);
    client.setRequestHandler('sampling/createMessage', () => MODEL_ANSWER as unknown as CreateMessageResult);
    client.setRequestHandler('roots/list', () => ROOTS);
    const [lines] = await Promise.all([LineClient.start(), client.connect(transport)]);
    return new ModernSession(client, traffic, lines);
  }

  async close(): Promise<void> {
    await Promise.all([this.client.close(), this.lines.close()]);
  }
}
