import { Agent, createServer } from 'node:http';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StdioServer } from '../../../src/index.js';
import { httpModern, httpSessionsLegacy, sse, stdioLegacy, type Combination } from '../../support/combinations.js';
import { serve, type Served } from '../../support/serve.js';
import { OracleToolset } from '../offer/oracle.toolset.js';
import { announceHere, bareHttp, closed, listening } from './bare.http.js';
import { bareServer } from './bare.server.js';
import { HttpWire } from './http.wire.js';
import { SseWire } from './sse.wire.js';
import { StdioWire } from './stdio.wire.js';
import type { Side } from './wire.js';

export type TransportKind = 'http' | 'sessions' | 'sse' | 'stdio';

/** Both implementations behind the same transport. */
export interface Pair {
  readonly ours: Side;
  readonly theirs: Side;
}

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const SETTINGS = {
  THROTTLE_LIMIT: '0',
  THROTTLE_INITIALIZE_LIMIT: '0',
  MAX_SESSIONS_PER_PRINCIPAL: '100000',
  MAX_SESSIONS: '100000',
};

const application = (way: Combination): Promise<Served> => serve(OracleToolset).settings(SETTINGS).over(way);

export async function sides(kind: TransportKind): Promise<Pair> {
  switch (kind) {
    case 'http':
      return http(httpModern, false);
    case 'sessions':
      return http(httpSessionsLegacy, true);
    case 'sse':
      return overSse();
    case 'stdio':
      return overStdio();
  }
}

async function http(way: Combination, sessions: boolean): Promise<Pair> {
  const { url } = await application(way);
  const theirs = await bareHttp(sessions);
  open.push(theirs.close);
  const agent = new Agent({ keepAlive: true });
  open.push(async () => agent.destroy());
  return {
    ours: { connect: async () => new HttpWire(`${url}/mcp`, agent) },
    theirs: { connect: async () => new HttpWire(theirs.url, agent) },
  };
}

async function overSse(): Promise<Pair> {
  const { url } = await application(sse);
  const bare = await bareSse();
  open.push(bare.close);
  return {
    ours: { connect: () => new SseWire(url).open() },
    theirs: { connect: () => new SseWire(bare.url).open() },
  };
}

/** The transport of the SDK's first version, under a server of the second, which has none. */
async function bareSse(): Promise<{ url: string; close: () => Promise<void> }> {
  const transports = new Map<string, SSEServerTransport>();
  const server = createServer((request, response) => {
    const address = new URL(request.url!, 'http://localhost');
    if (address.pathname === '/sse') {
      const transport = new SSEServerTransport('/messages', response);
      transports.set(transport.sessionId, transport);
      void bareServer('legacy', true, announceHere).connect(transport);
      return;
    }
    const transport = transports.get(address.searchParams.get('sessionId') ?? '');
    if (request.method !== 'POST' || !transport) response.writeHead(404).end();
    else void transport.handlePostMessage(request, response);
  });
  const url = await listening(server);
  return { url, close: () => closed(server) };
}

async function overStdio(): Promise<Pair> {
  const { app } = await application(stdioLegacy);
  return {
    ours: {
      connect: async () => {
        const wire = new StdioWire();
        return wire.endsWith(app.get(StdioServer).serve(wire.input, wire.output, new AbortController().signal));
      },
    },
    theirs: {
      connect: async () => {
        const wire = new StdioWire();
        const transport = new StdioServerTransport(wire.input, wire.output);
        const handle = serveStdio(({ era }) => bareServer(era, true, announceHere), { transport });
        wire.input.once('end', () => void handle.close());
        return wire;
      },
    },
  };
}
