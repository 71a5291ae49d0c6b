import { endChildren, until } from './support/child.js';
import { ACCEPT, call, EventStream, initialize, JSON_TYPE, NetworkChild, ping, SseClient } from './support/network.js';

const preload = ['with-probe.mjs'];

let server: NetworkChild;

beforeAll(async () => {
  server = await NetworkChild.start({ preload, env: { HTTP_SESSIONS: 'on', KEEPALIVE_SECONDS: '1' } });
});
afterAll(endChildren);

type Session = Record<string, string>;

const standing = async (session: Session, extra: Session = {}): Promise<EventStream> => {
  const response = await server.open('/mcp', { headers: { ...ACCEPT, ...session, ...extra } });
  expect(response.statusCode).toBe(200);
  return new EventStream(response);
};

describe('a session of POST /messages', () => {
  it('row 8: has to be named, even when there is only one', async () => {
    const client = await SseClient.connect(server);
    expect((await server.send('/messages', { method: 'POST', headers: JSON_TYPE, body: ping(1) })).status).toBe(400);
    expect(
      (await server.send('/messages?sessionId=', { method: 'POST', headers: JSON_TYPE, body: ping(1) })).status,
    ).toBe(400);
    const twice = `${client.endpoint}&sessionId=other`;
    expect((await server.send(twice, { method: 'POST', headers: JSON_TYPE, body: ping(1) })).status).toBe(400);
    client.leave();
  });

  it('has to be known', async () => {
    const { status } = await server.send('/messages?sessionId=unknown', {
      method: 'POST',
      headers: JSON_TYPE,
      body: ping(1),
    });
    expect(status).toBe(404);
  });

  it('is not one of the other transport, and the other way round', async () => {
    const client = await SseClient.connect(server);
    const id = new URL(client.endpoint, server.origin).searchParams.get('sessionId') ?? '';
    expect((await server.post(ping(1), { 'mcp-session-id': id })).status).toBe(404);
    const session = await server.openSession();
    const path = `/messages?sessionId=${session['mcp-session-id']}`;
    expect((await server.send(path, { method: 'POST', headers: JSON_TYPE, body: ping(1) })).status).toBe(404);
    client.leave();
  });

  it('ends as soon as the client disappears', async () => {
    const client = await SseClient.initialized(server);
    await client.post(call(1, 'echo', { nonce: 'x', delayMs: 300 }));
    client.leave();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await client.post(ping(2))).status).toBe(404);
  });

  it('names the endpoint below the stream, however the stream was asked for', async () => {
    for (const path of ['/sse', '/sse/', '/SSE', '/sse?x=/sse']) {
      const client = await SseClient.connect(server, path);
      expect(client.endpoint).toMatch(/^\/messages\?sessionId=[\w-]{36}$/);
      client.leave();
    }
  });
});

describe('a session of /mcp', () => {
  it('row 8: has to be named', async () => {
    expect((await server.post(ping(1))).status).toBe(400);
    expect((await server.send('/mcp', { headers: ACCEPT })).status).toBe(400);
    expect((await server.send('/mcp', { method: 'DELETE' })).status).toBe(400);
  });

  it('has to be known', async () => {
    const headers = { 'mcp-session-id': 'unknown' };
    expect((await server.post(ping(1), headers)).status).toBe(404);
    expect((await server.send('/mcp', { headers: { ...ACCEPT, ...headers } })).status).toBe(404);
    expect((await server.send('/mcp', { method: 'DELETE', headers })).status).toBe(404);
  });

  it('ends with DELETE, its stream included', async () => {
    const session = await server.openSession();
    const stream = await standing(session);
    expect((await server.send('/mcp', { method: 'DELETE', headers: session })).status).toBe(200);
    await until(() => stream.ended, 'end of the stream');
    expect((await server.post(ping(1), session)).status).toBe(404);
    expect((await server.send('/mcp', { method: 'DELETE', headers: session })).status).toBe(404);
  });

  it('row 9: has one standing stream, which a second one does not disturb', async () => {
    const session = await server.openSession();
    const first = await standing(session);
    expect((await server.send('/mcp', { headers: { ...ACCEPT, ...session } })).status).toBe(409);
    await server.post(call(1, 'announce'), session);
    await until(() => first.messages.length === 1, 'notice on the first stream');
    expect(first.messages).toEqual([{ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }]);
    first.leave();
  });

  it('has room for a new standing stream as soon as the client of the first is gone', async () => {
    const session = await server.openSession();
    for (let round = 0; round < 5; round += 1) {
      (await standing(session)).leave();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    (await standing(session)).leave();
  });

  it('replays what a client has missed, once and in order', async () => {
    const session = await server.openSession();
    const before = await standing(session);
    await server.post(call(1, 'announce'), session);
    const id = await until(() => before.events[0]?.id, 'first event');
    before.leave();
    await server.post(call(2, 'announce'), session);
    await server.post(call(3, 'announce'), session);
    const after = await standing(session, { 'last-event-id': id });
    await until(() => after.messages.length === 2, 'missed events');
    await server.post(call(4, 'announce'), session);
    await until(() => after.messages.length === 3, 'new event');
    expect(new Set([id, ...after.events.map((event) => event.id)]).size).toBe(4);
    after.leave();
  });

  it('replays an answer that its client was not there to read', async () => {
    const session = await server.openSession();
    const response = await server.open('/mcp', {
      method: 'POST',
      headers: { ...JSON_TYPE, ...ACCEPT, ...session },
      body: call('late', 'echo', { nonce: 'kept', delayMs: 200 }),
    });
    const stream = new EventStream(response);
    const id = await until(() => stream.events[0]?.id, 'priming event');
    stream.leave();
    await new Promise((resolve) => setTimeout(resolve, 400));
    const replay = await standing(session, { 'last-event-id': id });
    expect(JSON.stringify(await replay.answer('late'))).toContain('kept');
  });

  it('row 11: replays nothing of another session', async () => {
    const [mine, other] = [await server.openSession(), await server.openSession()];
    const stream = await standing(other);
    await server.post(call(1, 'announce'), other);
    const id = await until(() => stream.events[0]?.id, 'event of the other');
    for (const stolen of [id, id.replace(/\d+$/, '0'), '', 'x', '_GET_stream']) {
      const { status, text } = await server.send(
        '/mcp',
        { headers: { ...ACCEPT, ...mine, 'last-event-id': stolen } },
        300,
      );
      expect(stolen === '' ? 200 : 400).toBe(status);
      expect(text).not.toContain('list_changed');
    }
    stream.leave();
  });
});

describe('sessions that nobody uses', () => {
  it('are kept open by comments while a client is connected', async () => {
    const client = await SseClient.connect(server);
    const session = await server.openSession();
    const stream = await standing(session);
    await until(() => client.raw.includes(': keepalive\n\n') && /^:/m.test(stream.raw), 'comments');
    client.leave();
    stream.leave();
  });

  it('end after their time to live, and make room', async () => {
    const env = { HTTP_SESSIONS: 'on', SESSION_TTL_SECONDS: '1', KEEPALIVE_SECONDS: '60', MAX_SESSIONS: '3' };
    const short = await NetworkChild.start({ preload, env });
    const client = await SseClient.initialized(short);
    const idle = await short.openSession();
    const used = await short.openSession();
    const full = await short.post(initialize());
    expect({ status: full.status, retry: full.headers['retry-after'] }).toEqual({ status: 503, retry: '30' });
    const late = short.post(call(1, 'echo', { nonce: 'slow', delayMs: 2500 }), used);
    await until(() => client.ended, 'end of the idle stream');
    expect((await client.post(ping(1))).status).toBe(404);
    expect((await short.post(ping(1), idle)).status).toBe(404);
    expect((await late).text).toContain('slow');
    await short.openSession();
    await SseClient.connect(short);
    await short.stop();
  });

  it('do not end while an answer is awaited', async () => {
    const short = await NetworkChild.start({ preload, env: { SESSION_TTL_SECONDS: '1' } });
    const client = await SseClient.initialized(short);
    await client.post(call(1, 'echo', { nonce: 'slow', delayMs: 2500 }));
    expect(JSON.stringify(await client.answer(1))).toContain('slow');
    await short.stop();
  });
});

describe('the number of sessions', () => {
  it('row 30: is limited in all', async () => {
    const small = await NetworkChild.start({ preload, env: { HTTP_SESSIONS: 'on', MAX_SESSIONS: '2' } });
    const client = await SseClient.connect(small);
    await small.openSession();
    for (const refused of [await small.post(initialize()), await small.send('/sse')]) {
      expect({ status: refused.status, retry: refused.headers['retry-after'] }).toEqual({ status: 503, retry: '30' });
    }
    client.leave();
    await until(() => client.ended, 'end');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await SseClient.connect(small);
    await small.stop();
  });

  it('row 30: is limited for each principal, also when all come at once', async () => {
    const small = await NetworkChild.start({ preload, env: { HTTP_SESSIONS: 'on', MAX_SESSIONS_PER_PRINCIPAL: '3' } });
    const replies = await Promise.all(Array.from({ length: 20 }, () => small.post(initialize())));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(17);
    expect(refused[0]?.headers['retry-after']).toBe('30');
    await small.stop();
  });

  it('is not used up by handshakes that are refused', async () => {
    const small = await NetworkChild.start({ preload, env: { HTTP_SESSIONS: 'on', MAX_SESSIONS: '2' } });
    for (let round = 0; round < 5; round += 1) {
      const { status } = await small.send('/mcp', { method: 'POST', headers: JSON_TYPE, body: initialize() });
      expect(status).toBe(406);
    }
    await small.openSession();
    await small.stop();
  });
});
