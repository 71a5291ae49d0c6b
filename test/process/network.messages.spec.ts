import { connect } from 'node:net';
import { endChildren } from './support/child.js';
import { call, initialize, JSON_TYPE, NetworkChild, ping, POST_HEADERS, SseClient } from './support/network.js';
import { said, type Message } from './support/stdio.js';

const MIB = 1024 * 1024;

let server: NetworkChild;
let stateless: NetworkChild;
let session: Record<string, string>;

beforeAll(async () => {
  const preload = ['with-probe.mjs'];
  [server, stateless] = await Promise.all([
    NetworkChild.start({ preload, env: { HTTP_SESSIONS: 'on' } }),
    NetworkChild.start({ preload, env: { TRANSPORT: 'http' } }),
  ]);
  session = await server.openSession();
});
afterAll(endChildren);

type Post = (body: string, headers?: Record<string, string>) => Promise<{ status: number; text: string }>;

/** Each way by which messages come in. */
const ways: [string, () => Promise<Post>][] = [
  ['POST /mcp, stateless', async () => (body, headers) => stateless.post(body, headers)],
  ['POST /mcp, in a session', async () => (body, headers) => server.post(body, { ...session, ...headers })],
  [
    'POST /messages',
    async () => {
      const client = await SseClient.initialized(server);
      return (body, headers) =>
        server.send(client.endpoint, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body });
    },
  ],
];

describe.each(ways)('%s', (_name, connected) => {
  let post: Post;

  beforeAll(async () => {
    post = await connected();
  });

  const refused = async (body: string, headers?: Record<string, string>): Promise<object> => {
    const { status, text } = await post(body, headers);
    const { id, error } = JSON.parse(text) as Message;
    return { status, code: error?.code, ...(id !== undefined && { id }) };
  };

  it.each([
    ['no JSON', 'garbage', -32700],
    ['half a message', '{"jsonrpc":"2.0","id":1,"meth', -32700],
    ['nothing', '', -32700],
    ['a number', '42', -32600],
    ['null', 'null', -32600],
    ['an empty batch', '[]', -32600],
    ['no version', '{"id":7,"method":"ping"}', -32600],
    ['an id that is none', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
  ])('refuses %s', async (_what, body, code) => {
    expect(await refused(body)).toMatchObject({ status: 400, code });
  });

  it('row 26: refuses members in the wrong case', async () => {
    expect(await refused('{"jsonrpc":"2.0","id":7,"Method":"ping"}')).toEqual({ status: 400, code: -32600, id: 7 });
  });

  it.each(['__proto__', '\\u005f_proto__'])('row 24: refuses the member %s', async (name) => {
    const body = `{"jsonrpc":"2.0","id":7,"method":"ping","params":{"x":[{"${name}":{"polluted":true}}]}}`;
    expect(await refused(body)).toEqual({ status: 400, code: -32602, id: 7 });
  });

  it('row 23: refuses 5,000 levels of nesting', async () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const body = `{"jsonrpc":"2.0","id":7,"method":"ping","params":{"x":${deep}}}`;
    expect(await refused(body)).toEqual({ status: 400, code: -32602, id: 7 });
    const oddId = `{"jsonrpc":"2.0","id":"\\q","method":"ping","params":{"x":${deep}}}`;
    expect(await refused(oddId)).toEqual({ status: 400, code: -32602 });
  });

  it('takes a wide message that has to be searched for forbidden members', async () => {
    const wide = `[${'0,'.repeat(500_000)}0]`;
    const { status } = await post(`{"jsonrpc":"2.0","id":8,"method":"ping","params":{"\\u0041":${wide}}}`);
    expect([200, 202]).toContain(status);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json-seq', ''])(
    'refuses the content type %j',
    async (type) => {
      expect(await refused('{}', { 'content-type': type })).toMatchObject({ status: 415 });
    },
  );

  it('refuses compressed bodies', async () => {
    expect(await refused('{}', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
  });

  it('row 25: refuses a batch since 2025-06-18', async () => {
    expect(await refused(JSON.stringify([ping(1)]), { 'mcp-protocol-version': '2025-06-18' })).toMatchObject({
      status: 400,
      code: -32600,
    });
    expect(await refused(JSON.stringify([ping(1)]), { 'mcp-protocol-version': '2025-11-25' })).toMatchObject({
      status: 400,
      code: -32600,
    });
  });

  it('row 22: refuses more than MAX_BODY_BYTES, with and without their length', async () => {
    const big = 'x'.repeat(5 * MIB);
    const quiet = await rss();
    for (let round = 0; round < 4; round += 1) {
      expect(await refused(big)).toEqual({ status: 413, code: -32000 });
      expect(await refused(big, { 'transfer-encoding': 'chunked' })).toEqual({ status: 413, code: -32000 });
    }
    expect((await rss()) - quiet).toBeLessThan(80 * MIB);
  });

  async function rss(): Promise<number> {
    const { text } = await stateless.post(call(1, 'memory'));
    return Number(/\\"rss\\":(\d+)/.exec(text)?.[1]);
  }
});

describe('row 25: batches of 2025-03-26', () => {
  const batch = (size: number): object[] =>
    Array.from({ length: size }, (_, id) => call(id, 'echo', { nonce: `n${id}` }));
  const all = Array.from({ length: 20 }, (_, id) => ({ jsonrpc: '2.0', id, result: said({ nonce: `n${id}` }) }));
  const sorted = (messages: Message[]): Message[] => messages.sort((a, b) => Number(a.id) - Number(b.id));
  const inText = (text: string): Message[] =>
    sorted([...text.matchAll(/^data: (.+)$/gm)].map(([, data = '']) => JSON.parse(data) as Message).flat());

  it('are answered up to 20 messages, statelessly', async () => {
    const { text } = await stateless.post(batch(20), { 'mcp-protocol-version': '2025-03-26' });
    expect(inText(text)).toEqual(all);
    expect((await stateless.post(batch(21))).status).toBe(400);
  });

  it('are answered up to 20 messages, in a session', async () => {
    const { 'mcp-session-id': id } = await server.openSession('2025-03-26');
    const { text } = await server.post(batch(20), { 'mcp-session-id': id! });
    expect(inText(text)).toEqual(all);
    expect((await server.post(batch(21), { 'mcp-session-id': id! })).status).toBe(400);
  });

  it('are answered up to 20 messages, on an event stream', async () => {
    const client = await SseClient.initialized(server, '2025-03-26');
    expect((await client.post(batch(20))).status).toBe(202);
    await Promise.all(all.map(({ id }) => client.answer(id)));
    expect(sorted(client.messages.filter(({ id }) => id !== 'init'))).toEqual(all);
    expect((await client.post(batch(21))).status).toBe(400);
    client.leave();
  });

  it('are refused in a session of a later revision that does not say so in its header', async () => {
    const { 'mcp-session-id': id } = session;
    const { status, text } = await server.post(batch(2), { 'mcp-session-id': id! });
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining('-32600') });
  });
});

describe('requests that are hard to read', () => {
  it('with an absolute URL are served', async () => {
    const body = JSON.stringify(initialize());
    const headers = Object.entries({ ...POST_HEADERS, host: 'localhost', 'content-length': String(body.length) });
    const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    expect(await raw(`POST http://localhost/mcp HTTP/1.1\r\nconnection: close\r\n${head}\r\n${body}`)).toMatch(
      /^HTTP\/1.1 200/,
    );
  });

  it('row 31: with too many headers are refused', async () => {
    expect(await raw(`GET /sse HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431/,
    );
  });

  it('with a body that does not arrive leave no trace', async () => {
    const records = server.stderr;
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      'POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"x',
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await server.post(ping(1), session);
    expect(server.stderr).toBe(records);
  });

  async function raw(text: string): Promise<string> {
    const socket = connect(stateless.port, '127.0.0.1');
    socket.write(text);
    let answer = '';
    for await (const chunk of socket.setEncoding('utf8')) answer += String(chunk);
    return answer;
  }
});

it('nothing of this is logged as a failure of the server', () => {
  for (const child of [server, stateless]) {
    expect(child.strayLines).toEqual([]);
    expect(child.stderr).not.toContain('"level":"error"');
  }
});
