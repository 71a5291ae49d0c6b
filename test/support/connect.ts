import { PassThrough } from 'node:stream';
import type { INestApplication } from '@nestjs/common';
import { StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as LegacyHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { StdioServer } from '../../src/index.js';
import type { ClientOptions, McpClient } from './clients/client.interface.js';
import { LegacyClient } from './clients/legacy.client.js';
import { ModernClient } from './clients/modern.client.js';
import type { Combination } from './combinations.js';
import { StreamTransport } from './stream.transport.js';

/** The server's end of a connection, as far as it has to be ended by hand. */
export interface Connected {
  readonly client: McpClient;
  readonly end: () => Promise<void>;
}

/** Connects the official client of the combination to a running application. */
export async function connect(
  app: INestApplication,
  combination: Combination,
  url: string,
  options: ClientOptions,
): Promise<Connected> {
  const { transport, ended } = open(app, combination, url, options);
  const Client = combination.era === 'modern' ? ModernClient : LegacyClient;
  const client = await Client.connect(transport, options);
  const end = async (): Promise<void> => {
    await client.close();
    await ended;
  };
  return { client, end };
}

function open(
  app: INestApplication,
  { transport, era }: Combination,
  url: string,
  { headers }: ClientOptions,
): { transport: Transport; ended?: Promise<unknown> } {
  const init = { requestInit: { headers: { ...headers } } };
  switch (transport) {
    case 'stdio': {
      const [input, output] = [new PassThrough(), new PassThrough()];
      const ended = app.get(StdioServer).serve(input, output, new AbortController().signal);
      return { transport: new StreamTransport(output, input), ended };
    }
    case 'sse':
      return { transport: new SSEClientTransport(new URL(`${url}/sse`), init) };
    case 'http': {
      const address = new URL(`${url}/mcp`);
      return {
        transport:
          era === 'modern' ? new StreamableHTTPClientTransport(address, init) : new LegacyHttpTransport(address, init),
      };
    }
  }
}
