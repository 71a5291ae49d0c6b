import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  WebStandardStreamableHTTPServerTransport,
  createMcpHandler,
  isLegacyRequest,
  type EventStore,
  type JSONRPCMessage,
  type McpHttpHandler,
  type Server,
  type ServerNotifier,
} from '@modelcontextprotocol/server';
import { FIXED } from '../offer/definitions.js';
import { bareServer, followedBy, type Announce } from './bare.server.js';

type Fetch = (request: Request) => Promise<Response>;

/** The SDK's handler behind a node server; `sessions` puts its session transport in front for the legacy era. */
export async function bareHttp(sessions: boolean): Promise<{ url: string; close: () => Promise<void> }> {
  const handler: McpHttpHandler = createMcpHandler(({ era }) =>
    bareServer(era, false, (what) => notify(handler.notify, what)),
  );
  const stateless: Fetch = (request) => handler.fetch(request);
  const open = new Set<Server>();
  const withSessions = sessionsBefore(stateless, open);
  const server = createServer((request, response) => {
    void bridge(request, response, sessions ? withSessions : stateless);
  });
  const url = await listening(server);
  const close = async (): Promise<void> => {
    await handler.close();
    for (const session of open) await session.close();
    await closed(server);
  };
  return { url: `${url}/mcp`, close };
}

export async function listening(server: HttpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closed(server: HttpServer): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

function notify(to: ServerNotifier, what: string): void {
  if (what === 'tools') to.toolsChanged();
  if (what === 'prompts') to.promptsChanged();
  if (what === 'resources') to.resourcesChanged();
  if (what === 'fixed') to.resourceUpdated(FIXED);
}

/** Announces on the connection of the server itself. */
export const announceHere: Announce = async (what, server) => {
  if (what === 'tools') await server.sendToolListChanged();
  if (what === 'prompts') await server.sendPromptListChanged();
  if (what === 'resources') await server.sendResourceListChanged();
  const follows = followedBy.get(server)?.has(FIXED) ?? true;
  if (what === 'fixed' && follows) await server.sendResourceUpdated({ uri: FIXED });
};

/** Sessions as the SDK's guide builds them: `initialize` makes a transport, the header finds it again. */
function sessionsBefore(stateless: Fetch, open: Set<Server>): Fetch {
  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();
  return async (request) => {
    if (!(await isLegacyRequest(request.clone()))) return stateless(request);
    const id = request.headers.get('mcp-session-id');
    const known = id === null ? undefined : sessions.get(id);
    if (known) return known.handleRequest(request);
    if (id !== null) {
      const error = { code: -32001, message: 'Session not found' };
      return Response.json({ jsonrpc: '2.0', error, id: null }, { status: 404 });
    }
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new KeptEvents(),
      onsessioninitialized: (made) => void sessions.set(made, transport),
      onsessionclosed: (gone) => void sessions.delete(gone),
    });
    const server = bareServer('legacy', true, announceHere);
    open.add(server);
    await server.connect(transport);
    return transport.handleRequest(request);
  };
}

/** Keeps the events of a session for those who come back. */
class KeptEvents implements EventStore {
  private readonly events: { readonly stream: string; readonly message: JSONRPCMessage }[] = [];

  async storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
    this.events.push({ stream, message });
    return String(this.events.length - 1);
  }

  async getStreamIdForEventId(id: string): Promise<string | undefined> {
    return this.events[Number(id)]?.stream;
  }

  async replayEventsAfter(
    last: string,
    { send }: { send: (id: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const stream = this.events[Number(last)]!.stream;
    for (const [place, event] of this.events.entries()) {
      if (place > Number(last) && event.stream === stream) await send(String(place), event.message);
    }
    return stream;
  }
}

async function bridge(incoming: IncomingMessage, outgoing: ServerResponse, fetch: Fetch): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const method = incoming.method!;
  const body = method === 'GET' || method === 'HEAD' ? undefined : Buffer.concat(chunks);
  const response = await fetch(new Request('http://localhost/mcp', { method, headers, body, signal: gone.signal }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  const reader = response.body?.getReader();
  gone.signal.addEventListener('abort', () => void reader?.cancel().catch(() => undefined));
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) outgoing.write(next.value);
  outgoing.end();
}
