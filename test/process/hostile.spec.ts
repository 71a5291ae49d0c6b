import { connect } from 'node:net';
import fc from 'fast-check';
import { endChildren } from './support/child.js';
import { call, NetworkChild, SseClient } from './support/network.js';
import { StdioChild } from './support/stdio.js';

/** Hostile requests to the network, and as many hostile lines to stdin. */
const ATTEMPTS = 10_000;
const SEED = 20_261_120;
const PARALLEL = 50;
const preload = ['with-probe.mjs'];

jest.setTimeout(180_000);
afterAll(endChildren);

const method = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('POST', 'GET', 'DELETE', 'PUT', 'OPTIONS', 'TRACE', 'HEAD') },
  fc.string({ minLength: 1, maxLength: 8 }),
);

const path = fc.constantFrom(
  '/mcp',
  '/sse',
  '/messages',
  '/messages?sessionId=x',
  '/messages?sessionId[a]=1',
  '/mcp/%',
  '//mcp',
  'http://localhost/mcp',
  'http://%/mcp',
  '/%2e%2e/mcp',
  '*',
  '/health/ready',
);

const member = fc.constantFrom('jsonrpc', 'id', 'method', 'params', 'result', 'error', '__proto__', '_meta', 'Method');
const rpcMethod = fc.constantFrom(
  'ping',
  'initialize',
  'tools/call',
  'tools/list',
  'resources/read',
  'server/discover',
  'subscriptions/listen',
  'completion/complete',
  'logging/setLevel',
  'notifications/cancelled',
  'notifications/initialized',
  'tasks/get',
  'nonsense',
);

const message = fc.record(
  {
    jsonrpc: fc.constantFrom<unknown>('2.0', '1.0', 2, null),
    id: fc.oneof(fc.integer(), fc.string(), fc.constantFrom<unknown>(null, {}, 1.5, 1e300, -0)),
    method: fc.oneof(rpcMethod, fc.anything({ maxDepth: 1 })),
    params: fc.oneof(
      fc.dictionary(
        fc.oneof(member, fc.constantFrom('name', 'arguments', 'uri', 'protocolVersion', 'requestId')),
        fc.json(),
      ),
      fc.record({ name: fc.constantFrom('echo', 'memory', 'nope'), arguments: fc.jsonValue({ maxDepth: 3 }) }),
      fc.jsonValue({ maxDepth: 3 }),
    ),
  },
  { requiredKeys: [] },
);

const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? 'undefined';

const body = fc.oneof(
  { weight: 5, arbitrary: message.map(jsonText) },
  { weight: 2, arbitrary: fc.array(message, { maxLength: 25 }).map(jsonText) },
  { weight: 2, arbitrary: fc.tuple(message, fc.nat(40)).map(([value, end]) => jsonText(value).slice(0, end)) },
  fc.string({ unit: 'binary' }),
  fc.nat(3000).map((depth) => '{"a":['.repeat(depth)),
  fc.dictionary(member, fc.json()).map(jsonText),
);

const headers = fc.dictionary(
  fc.constantFrom(
    'accept',
    'content-type',
    'mcp-session-id',
    'mcp-protocol-version',
    'last-event-id',
    'origin',
    'expect',
    'mcp-method',
    'content-encoding',
  ),
  fc.constantFrom(
    'application/json',
    'application/json, text/event-stream',
    'text/event-stream',
    '2025-03-26',
    '2025-11-25',
    '2026-07-28',
    '1',
    '',
    '\u00ff',
    'null',
    '100-continue',
    'tools/call',
    'gzip',
  ),
  { maxKeys: 5 },
);

const WELL_BEHAVED = {
  host: 'localhost',
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

interface Attack {
  readonly bytes: Buffer;
  /** Milliseconds after which the client goes without a word, wherever the exchange stands. */
  readonly leaveAfter: number;
}

const attack: fc.Arbitrary<Attack> = fc
  .record({
    method,
    path,
    headers,
    body,
    polite: fc.boolean(),
    length: fc.oneof(
      { weight: 6, arbitrary: fc.constant('true') },
      fc.constantFrom('short', 'long', 'chunked', 'none'),
    ),
    cut: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
    leaveAfter: fc.constantFrom(0, 1, 5, 20, 60),
  })
  .map(({ method, path, headers, body, polite, length, cut, leaveAfter }) => {
    const content = Buffer.from(body);
    const lengths: Record<string, Record<string, string>> = {
      true: { 'content-length': String(content.length) },
      short: { 'content-length': String(content.length >> 1) },
      long: { 'content-length': String(content.length + 10) },
      chunked: { 'transfer-encoding': 'chunked' },
      none: {},
    };
    const all = { ...(polite ? WELL_BEHAVED : { host: 'localhost' }), ...headers, ...lengths[length] };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    const bytes = Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`, 'latin1'), content]);
    return { bytes: bytes.subarray(0, Math.ceil(bytes.length * cut)), leaveAfter };
  });

function strike(port: number, { bytes, leaveAfter }: Attack): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      setTimeout(() => socket.resetAndDestroy(), leaveAfter);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

it(`row 41: ${ATTEMPTS} malformed requests and aborts do not harm a network server`, async () => {
  const env = { HTTP_SESSIONS: 'on', LOG_LEVEL: 'warn', MAX_SESSIONS_PER_PRINCIPAL: '10000' };
  const server = await NetworkChild.start({ preload, env: { ...env, LOG_LEVEL: 'info' } });
  const { pid } = server;
  const attacks = fc.sample(attack, { seed: SEED, numRuns: ATTEMPTS });
  const client = await SseClient.initialized(server);
  const sessionPath = client.endpoint;
  const work = async (): Promise<void> => {
    for (let next = attacks.pop(); next; next = attacks.pop()) {
      const text = next.bytes.toString('latin1').replace('/messages?sessionId=x ', `${sessionPath} `);
      await strike(server.port, { ...next, bytes: Buffer.from(text, 'latin1') });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));

  expect({ alive: server.isAlive, pid: server.pid }).toEqual({ alive: true, pid });
  expect(server.strayLines).toEqual([]);
  expect(server.stderr).not.toContain('"level":"error"');
  const session = await server.openSession();
  expect((await server.post(call(1, 'echo', { nonce: 'sound' }), session)).text).toContain('sound');
  const fresh = await SseClient.initialized(server);
  await fresh.post(call(2, 'echo', { nonce: 'sound' }));
  expect(JSON.stringify(await fresh.answer(2))).toContain('sound');
  const { code, ms } = await server.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(5000);
});

it(`row 41: ${ATTEMPTS} hostile lines do not harm a stdio server`, async () => {
  const child = await StdioChild.initialized({ preload, env: { LOG_LEVEL: 'error', MAX_BODY_BYTES: '20000' } });
  const line = fc.oneof(
    { weight: 4, arbitrary: body.map((text) => Buffer.from(text)) },
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.nat(30_000).map((size) => Buffer.alloc(size, 'x')),
  );
  const lines = fc.sample(line, { seed: SEED, numRuns: ATTEMPTS });
  const { pid } = child;
  for (const [index, bytes] of lines.entries()) {
    child.write(Buffer.concat([bytes, Buffer.from('\n')]));
    if (index % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.call('sound', 'echo', { nonce: 'sound' });
  expect(JSON.stringify(await child.answer('sound'))).toContain('sound');
  expect({ alive: child.isAlive, pid: child.pid }).toEqual({ alive: true, pid });
  expect(child.messages.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true);
  expect(child.stderr).toBe('');
  child.process.stdin.end();
  expect(await child.exited).toEqual({ code: 0, signal: null });
});
