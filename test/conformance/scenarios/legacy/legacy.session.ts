import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CreateMessageRequestSchema, ElicitRequestSchema, ResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { fillIn, MODEL_ANSWER } from '../core/answers.js';
import { fixture } from '../core/fixture.command.js';
import type { Json } from '../core/message.js';
import type { Peer } from '../core/peer.interface.js';
import type { Audited } from '../core/runner.js';
import { Traffic } from '../core/traffic.js';

/** A question of the server, as the client got it. */
export interface Asked {
  readonly method: string;
  readonly params: Json;
}

/** The first generation of the official client, which speaks 2025-11-25. */
export class LegacySession implements Audited {
  readonly isModern = false;
  readonly peer: Peer;
  readonly asked: Asked[] = [];

  private constructor(
    readonly client: Client,
    readonly traffic: Traffic,
    /** Where the network transports listen; nothing on stdio. */
    readonly origin: string,
  ) {
    this.peer = client as unknown as Peer;
    client.setRequestHandler(CreateMessageRequestSchema, (question) => {
      this.asked.push(question);
      return MODEL_ANSWER;
    });
    client.setRequestHandler(ElicitRequestSchema, (question) => {
      this.asked.push(question);
      return fillIn(question.params);
    });
  }

  static overStdio(): Promise<LegacySession> {
    return LegacySession.connect(new StdioClientTransport(fixture), '');
  }

  static overSse(origin: string): Promise<LegacySession> {
    return LegacySession.connect(new SSEClientTransport(new URL('/sse', origin)), origin);
  }

  get traffics(): readonly Traffic[] {
    return [this.traffic];
  }

  /** The result exactly as it came. */
  request(method: string, params: Json = {}): Promise<Json> {
    return this.client.request({ method, params }, ResultSchema);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private static async connect(transport: Transport, origin: string): Promise<LegacySession> {
    const traffic = Traffic.of(transport);
    const client = new Client(
      { name: 'conformance-v1', version: '1.0.0' },
      { capabilities: { sampling: {}, elicitation: {} } },
    );
    const session = new LegacySession(client, traffic, origin);
    await client.connect(transport);
    return session;
  }
}
