import { connect, type Socket } from 'node:net';
import { Tool, Toolset, Public } from '../../src/index.js';
import { Readiness } from '../../src/operations/index.js';
import { FrontDoor } from '../../src/transports/network/front.door.js';
import { eventually } from '../support/eventually.js';
import { exchange } from '../support/post.js';
import { newAuditFile, recordsIn } from '../security/audit/audit.file.js';
import { accepting, makeKey } from '../security/auth/support/api-key.js';
import { TokenIssuer } from '../security/auth/support/token-issuer.js';
import { only, start, type Started } from './support/server.js';
import { fixed } from './support/toolsets.js';
import { readReply, shoot, textOf, type Shot } from './support/wire.js';

const call = (name: string, text: string, id: unknown = 1): object => ({
  ...{ jsonrpc: '2.0', id, method: 'tools/call' },
  params: { name, arguments: { text } },
});
const shot = (body: object, more: Partial<Shot> = {}): Shot => ({
  method: 'POST',
  target: '/mcp',
  headers: [
    ['Host', 'localhost'],
    ['Content-Type', 'application/json'],
    ['Accept', 'application/json, text/event-stream'],
    ...(more.headers ?? []),
  ],
  body: JSON.stringify(body),
  ...(more.target && { target: more.target }),
});
const textIn = (body: string): unknown => /"text":"([^"]*)"/.exec(body)?.[1];

/** Writes and collects what comes until the connection is closed. */
function open(port: number): { socket: Socket; received: () => string } {
  let text = '';
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.on('data', (chunk: string) => (text += chunk)).on('error', () => undefined);
  return { socket, received: () => text };
}

/** What the process would have ended with. */
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);

beforeAll(() => void process.on('unhandledRejection', note));
afterEach(() => expect(unhandled.splice(0)).toEqual([]));
afterAll(() => void process.off('unhandledRejection', note));

describe('what the door does not take', () => {
  it('counts once, together with what it takes', async () => {
    const { port } = await start(fixed, { THROTTLE_LIMIT: '6' });
    const left: unknown[] = [];

    for (const target of ['/mcp', '/mcp/', '/MCP', '/mcp', '/mcp?x=1', '/mcp/', '/mcp', '/mcp/']) {
      const { status, headers } = await shoot(port, shot(call('echo', 'x'), { target }));
      left.push([status, Object.fromEntries(headers)['ratelimit-remaining']]);
    }

    expect(left).toEqual([
      ...[5, 4, 3, 2, 1, 0].map((remaining) => [200, String(remaining)]),
      ...[0, 0].map((remaining) => [429, String(remaining)]),
    ]);
  });

  it('counts its failed authentications once', async () => {
    const { port } = await start(fixed, { ...accepting(makeKey('ann', [])), THROTTLE_AUTH_FAILURE_LIMIT: '3' });
    const statuses: number[] = [];

    for (const target of ['/mcp/', '/mcp', '/mcp/', '/mcp', '/mcp/']) {
      statuses.push((await shoot(port, shot(call('echo', 'x'), { target, headers: [['X-API-Key', 'no']] }))).status);
    }

    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });
});

describe.each([true, false])('a client that leaves (door: %s)', (door) => {
  it('while its body arrives is recorded once, and disturbs nobody', async () => {
    const audit = newAuditFile();
    const server = await start(fixed, { AUDIT_LOG: audit }, { door });
    const { socket } = open(server.port);
    socket.write(textOf(shot(call('echo', 'x'))).slice(0, -10));
    await arrived(server, 1);

    socket.destroy();

    await eventually(() => expect(recordsIn(audit)).toHaveLength(1));
    const { body } = await shoot(server.port, shot(call('echo', 'still there')));
    await server.close();

    expect(body).toContain('still there');
    expect(recordsIn(audit)).toMatchObject([{ event: 'edge', http: { status: 400 } }, { capability: 'echo' }]);
  });

  it('while its credential is verified gets nothing done', async () => {
    const issuer = await TokenIssuer.start();
    const audit = newAuditFile();
    const env = { ...issuer.settings, ALLOWED_HOSTS: 'localhost', AUDIT_LOG: audit };
    const server = await start(fixed, env, { door });
    const headers = [['Authorization', `Bearer ${await issuer.token()}`]] as const;
    const { socket } = open(server.port);
    socket.write(textOf(shot(call('echo', 'x'), { headers })));
    await arrived(server, 1);

    socket.destroy();
    await eventually(() => expect(recordsIn(audit)).toHaveLength(1));
    const { body } = await shoot(server.port, shot(call('echo', 'still there'), { headers }));
    await server.close();
    await issuer.stop();

    expect(body).toContain('still there');
    expect(recordsIn(audit)).toMatchObject([
      { event: 'edge', http: { status: 400 }, principal: { subject: 'ann' } },
      { capability: 'echo', principal: { subject: 'ann' } },
    ]);
  });
});

describe('one connection', () => {
  it('takes a body that comes byte by byte', async () => {
    const { port } = await start(fixed);
    const { socket, received } = open(port);
    socket.setNoDelay(true);
    const text = textOf(shot(call('echo', 'slowly')));

    for (const byte of text) await new Promise<void>((resolve) => socket.write(byte, () => resolve()));

    await eventually(() => expect(readReply(received(), 'POST', false)?.status).toBe(200));
    expect(received()).toContain('slowly');
    socket.destroy();
  });

  it('answers pipelined requests in their order, whichever way each of them takes', async () => {
    const { port } = await start(fixed);
    const { socket, received } = open(port);
    const ways = [
      shot(call('later', 'one')),
      shot(call('echo', 'two'), { target: '/mcp/' }),
      shot(call('echo', 'three')),
      shot(call('later', 'four'), { target: '/MCP' }),
      shot(call('echo', 'five')),
    ];

    socket.write(ways.map((way) => textOf(way)).join(''));

    await eventually(() => expect(received()).toContain('five'));
    expect([...received().matchAll(/"text":"(?:later )?(\w+)"/g)].map(([, word]) => word)).toEqual([
      ...['one', 'two', 'three', 'four', 'five'],
    ]);
    socket.destroy();
  });
});

describe('clients at the same time', () => {
  it('get their own answers, though their requests have equal ids', async () => {
    const { port } = await start(fixed, { THROTTLE_LIMIT: '0', MAX_CONCURRENT_CALLS_PER_PRINCIPAL: '0' });
    const texts = Array.from({ length: 200 }, (_, index) => `client ${index}`);

    const replies = await Promise.all(texts.map(async (text) => shoot(port, shot(call('later', text, 7)))));

    expect(replies.map(({ body }) => textIn(body))).toEqual(texts.map((text) => `later ${text}`));
  });
});

describe('an endpoint that fails behind the door', () => {
  it.each([
    ['before it has answered', false, '500'],
    ['in the middle of its answer', true, '200'],
  ])('%s ends this request alone', async (_when, begins, status) => {
    const { app, port } = await start(fixed);
    app.get(FrontDoor, { strict: false }).serve('/faulty', async (exchange) => {
      await Promise.resolve();
      if (begins) exchange.writeHead(200, ['Content-Type', 'text/event-stream']);
      if (begins) exchange.response.flushHeaders();
      throw new Error('the engine has a fault');
    });

    const faulty = await shoot(port, shot({}, { target: '/faulty' }));
    const next = await exchange(`http://127.0.0.1:${port}/mcp`, call('echo', 'x'));

    expect([String(faulty.status), next.status]).toEqual([status, 200]);
  });
});

@Toolset()
@Public()
class HoldingToolset {
  static release: () => void = () => undefined;
  static running = 0;

  @Tool({ description: 'Waits.' })
  async hold(): Promise<string> {
    HoldingToolset.running += 1;
    await new Promise<void>((resolve) => (HoldingToolset.release = resolve));
    return 'held';
  }
}

describe('a server that shuts down', () => {
  it('answers the calls in flight, is no longer ready, and takes no more', async () => {
    const { app, port } = await start(only(HoldingToolset));
    const held = shoot(port, shot({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'hold' } }));
    await eventually(() => expect(HoldingToolset.running).toBe(1));
    app.get(Readiness, { strict: false }).drain();
    const closed = app.close();

    const { status } = await fetch(`http://127.0.0.1:${port}/health/ready`, { headers: { Connection: 'close' } });
    HoldingToolset.release();
    const answer = await held;
    await closed;

    expect([status, answer.status, textIn(answer.body)]).toEqual([503, 200, 'held']);
    await expect(shoot(port, shot(call('echo', 'x')))).resolves.toMatchObject({ status: 0 });
  });
});

/** Resolves when the server has seen so many requests. */
function arrived({ app }: Started, count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    (app.getHttpServer() as { on(name: 'request', listener: () => void): void }).on('request', () => {
      seen += 1;
      if (seen === count) resolve();
    });
  });
}
