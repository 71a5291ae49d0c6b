import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { endChildren, until } from './support/child.js';
import {
  ACCEPT,
  call,
  EventStream,
  initialize,
  NetworkChild,
  ping,
  POST_HEADERS,
  SseClient,
} from './support/network.js';

const preload = ['with-probe.mjs'];
const CALLS = 40;
const ids = Array.from({ length: CALLS }, (_, index) => `call-${index}`);

afterEach(endChildren);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const start = (env: Record<string, string> = {}): Promise<NetworkChild> =>
  NetworkChild.start({ preload, env: { HTTP_SESSIONS: 'on', ...env } });
const slow = (id: string | number, delayMs = 60_000): object => call(id, 'echo', { nonce: `nonce-${id}`, delayMs });
const cancel = (requestId: string | number): object => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId },
});

type Session = Record<string, string>;

async function opened(server: NetworkChild, body: object, session: Session = {}): Promise<EventStream> {
  const headers = { ...POST_HEADERS, ...session };
  return new EventStream(await server.open('/mcp', { method: 'POST', headers, body }));
}

describe('a cancelled call of a session of /mcp', () => {
  it('ends its stream, and leaves the session free to expire', async () => {
    const server = await start({ SESSION_TTL_SECONDS: '1' });
    const session = await server.openSession();
    const streams = await Promise.all(ids.map((id) => opened(server, slow(id), session)));
    await Promise.all(ids.map((id) => server.post(cancel(id), session)));

    await until(() => streams.every(({ ended }) => ended), 'end of the streams');

    expect(streams.flatMap(({ messages }) => messages)).toEqual([]);
    expect(streams.every(({ response }) => response.complete)).toBe(true);
    await pause(2500);
    expect((await server.post(ping(1), session)).status).toBe(404);
  });

  it('does not hold the process, whatever the official client does meanwhile', async () => {
    const server = await start();
    const client = new Client({ name: 'suite', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${server.origin}/mcp`)));
    const stops = ids.map(() => new AbortController());
    const params = { name: 'echo', arguments: { nonce: 'x', delayMs: 60_000 } };
    const calls = stops.map(({ signal }) => client.callTool(params, undefined, { signal }).catch(() => 'cancelled'));
    await pause(300);
    stops.forEach((stop) => stop.abort());
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['cancelled']));
    await client.ping();
    await pause(200);

    const { code, ms } = await server.stop();

    expect(code).toBe(0);
    expect(ms).toBeLessThan(2000);
    await client.close();
  });

  it('is refused to a client that comes back for it, also to one that waits there already', async () => {
    const server = await start();
    const session = await server.openSession();
    const first = await opened(server, slow('a'), session);
    const lastId = await until(() => first.events[0]?.id, 'priming event');
    first.leave();
    await pause(50);
    const headers = { ...ACCEPT, ...session, 'last-event-id': lastId };
    const waiting = new EventStream(await server.open('/mcp', { headers }));
    expect(waiting.response.statusCode).toBe(200);

    await server.post(cancel('a'), session);

    await until(() => waiting.ended, 'end of the resumed stream');
    expect((await server.send('/mcp', { headers }, 500)).status).toBe(400);
  });

  it('may come when the answer is under way, and disturbs nothing', async () => {
    const server = await start();
    const session = await server.openSession();
    for (let round = 0; round < 30; round += 1) {
      const stream = await opened(server, slow(round, 20), session);
      await pause(10 + (round % 12));
      expect((await server.post(cancel(round), session)).status).toBe(202);
      await until(() => stream.ended, 'end of the stream');
    }
    expect((await server.post(cancel('never asked'), session)).status).toBe(202);
    expect((await server.post(slow(0, 1), session)).text).toContain('nonce-0');
    expect((await server.stop()).ms).toBeLessThan(2000);
  });

  it('leaves the other answers of its batch alone', async () => {
    const server = await start();
    const { headers } = await server.post(initialize('2025-03-26'));
    const session = { 'mcp-session-id': String(headers['mcp-session-id']), 'mcp-protocol-version': '2025-03-26' };
    const stream = await opened(server, [slow('a'), slow('b', 600), slow('c')], session);
    await server.post(cancel('a'), session);
    await pause(100);
    expect(stream.ended).toBe(false);
    await stream.answer('b');
    expect(stream.ended).toBe(false);
    await server.post(cancel('c'), session);

    await until(() => stream.ended, 'end of the stream');

    expect(stream.messages.map(({ id }) => id)).toEqual(['b']);
    const alone = await opened(server, [slow('a'), cancel('a'), slow('b', 100)], session);
    await until(() => alone.ended, 'end of the stream with its own cancellation');
    expect(alone.messages.map(({ id }) => id)).toEqual(['b']);
  });
});

it('a batch that cancels its own request is answered where there are no sessions', async () => {
  const server = await start({ HTTP_SESSIONS: 'off' });
  const stream = await opened(server, [slow('a', 300), cancel('a'), slow('b', 10)]);

  await until(() => stream.ended, 'end of the stream');

  expect(stream.messages.map(({ id }) => id).sort()).toEqual(['a', 'b']);
  expect((await server.stop()).ms).toBeLessThan(2000);
});

describe('a cancelled call of HTTP+SSE', () => {
  it('leaves the session free to expire, and does not hold the process', async () => {
    const server = await start({ SESSION_TTL_SECONDS: '1' });
    const [client, other] = [await SseClient.initialized(server), await SseClient.initialized(server)];
    for (const id of ids) await client.post(slow(id));
    await other.post(slow('other'));
    for (const id of ids) await client.post(cancel(id));

    await until(() => client.ended, 'end of the session');

    expect(other.ended).toBe(false);
    await other.post(cancel('other'));
    expect((await server.stop()).ms).toBeLessThan(2000);
  });

  it('so does a request that nobody can answer', async () => {
    const server = await start({ SESSION_TTL_SECONDS: '1' });
    const client = await SseClient.initialized(server);

    const { status, text } = await client.post({ jsonrpc: '2.0', id: 1, method: 'ping', surplus: true });

    expect([status, JSON.parse(text)]).toMatchObject([400, { id: 1, error: { code: -32600 } }]);
    await until(() => client.ended, 'end of the session');
  });
});

describe('an id in use on HTTP+SSE', () => {
  it('is refused, and the request that uses it is answered', async () => {
    const server = await start();
    const client = await SseClient.initialized(server);
    await client.post(slow(7, 400));

    const { status, text } = await client.post(ping(7));

    expect([status, JSON.parse(text)]).toMatchObject([400, { id: 7, error: { code: -32600 } }]);
    expect(JSON.stringify(await client.answer(7))).toContain('nonce-7');
    expect((await client.post(ping(7))).status).toBe(202);
    await client.post(slow(8));
    await client.post(cancel(8));
    expect((await client.post(ping(8))).status).toBe(202);
    expect(await client.answer(8)).toMatchObject({ result: {} });
  });
});

describe('an initialize that opens no session', () => {
  const refused = async (body: unknown, headers: Session = {}): Promise<object> => {
    const server = await start();
    const { status, text } = await server.post(body as object, headers);
    return { status, ...(JSON.parse(text) as object) };
  };

  it('is told what is wrong with it', async () => {
    const body = { jsonrpc: '2.0', id: 5, method: 'initialize', params: { protocolVersion: 1, capabilities: {} } };

    expect(await refused(body)).toEqual({
      status: 400,
      jsonrpc: '2.0',
      id: 5,
      error: {
        code: -32602,
        message:
          'The initialize request is malformed: params.protocolVersion: Invalid input: expected string, received number; ' +
          'params.clientInfo: Invalid input: expected object, received undefined',
      },
    });
  });

  it.each([
    ['with another message', [initialize(), ping(1)]],
    ['alone', [initialize()]],
  ])('is told to be sent alone when it is in a batch %s', async (_what, body) => {
    expect(await refused(body)).toEqual({
      status: 400,
      jsonrpc: '2.0',
      id: 0,
      error: { code: -32600, message: 'Send initialize alone: it may not be in a batch' },
    });
  });

  it('is told that it is a request', async () => {
    const { id: _id, ...notification } = initialize() as { id: number };

    expect(await refused(notification, { 'mcp-protocol-version': '2025-11-25' })).toMatchObject({
      status: 400,
      error: { code: -32600, message: 'The message initialize is a request: give it an id' },
    });
  });
});
