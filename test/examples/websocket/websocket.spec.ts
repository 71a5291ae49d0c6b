import { once } from 'node:events';
import { request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { IsString } from 'class-validator';
import { WebSocket } from 'ws';
import { ChangeNotifier, McpContext, Resource, Scopes, Tool, Toolset } from '../../../src/index.js';
import { accepting, makeKey } from '../../security/auth/support/api-key.js';
import type { Answers, McpClient, Progress } from '../../support/clients/client.interface.js';
import { LegacyClient } from '../../support/clients/legacy.client.js';
import { ModernClient } from '../../support/clients/modern.client.js';
import { httpLegacy } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { serve, type Served } from '../../support/serve.js';
import { WebSocketTransport } from './websocket.client.js';
import { WebSocketModule } from './websocket.module.js';

/** What happened inside the tools, and the way to let them finish. */
@Injectable()
class Diary {
  readonly entries: string[] = [];
  finish: () => void = () => undefined;
}

const MEBIBYTE = 'x'.repeat(1024 * 1024);
const PARTS = 16;

class Name {
  @IsString() name!: string;
}

@Toolset()
class OfficeToolset {
  constructor(
    private readonly changes: ChangeNotifier,
    private readonly diary: Diary,
  ) {}

  @Tool({ description: 'Says who calls, and how.' })
  @Scopes('office:read')
  whoami({ principal, transport }: McpContext): string {
    return `${principal.subject} on ${transport}`;
  }

  @Tool({ description: 'Counts to three.' })
  @Scopes('office:read')
  async count(ctx: McpContext): Promise<string> {
    for (const step of [1, 2, 3]) await ctx.progress(step, 3);
    return 'done';
  }

  @Tool({ description: 'Asks for a name.' })
  @Scopes('office:read')
  async greet(ctx: McpContext): Promise<string> {
    const { content } = await ctx.elicit('name', { message: 'Name?', schema: Name });
    return `Hello ${content?.name}`;
  }

  @Tool({ description: 'Waits until it is stopped.' })
  @Scopes('office:read')
  async wait({ signal }: McpContext): Promise<string> {
    this.diary.entries.push('started');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    this.diary.entries.push('aborted');
    return 'too late';
  }

  @Tool({ description: 'Works until it may finish.' })
  @Scopes('office:read')
  async work(): Promise<string> {
    this.diary.entries.push('started');
    await new Promise<void>((resolve) => (this.diary.finish = resolve));
    return 'finished';
  }

  @Tool({ description: 'Sends more than any buffer holds, at the pace of its client.' })
  @Scopes('office:read')
  async flood(ctx: McpContext): Promise<string> {
    for (let part = 0; part < PARTS; part += 1) await ctx.log('info', MEBIBYTE);
    return 'flooded';
  }

  @Tool({ description: 'Sends as much, and waits for nobody.' })
  @Scopes('office:read')
  async spill(ctx: McpContext): Promise<void> {
    const aborted = new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
    for (let part = 0; part < PARTS; part += 1) void ctx.log('info', MEBIBYTE);
    await aborted;
    this.diary.entries.push('aborted');
  }

  @Tool({ description: 'Announces changes.' })
  @Scopes('office:read')
  publish(): string {
    this.changes.toolsChanged();
    this.changes.resourceUpdated('office://plan');
    return 'published';
  }

  @Tool({ description: 'Is the boss’s.' })
  @Scopes('office:boss')
  fire(): string {
    return 'fired';
  }

  @Resource({ uri: 'office://plan', description: 'The plan.' })
  @Scopes('office:read')
  plan(): string {
    return 'none';
  }
}

const textOf = (text: string): object => ({ content: [{ type: 'text', text }] });
const ada: Answers = { elicitation: () => ({ action: 'accept', content: { name: 'Ada' } }) };
const bearer = (key: string): Record<string, string> => ({ Authorization: `Bearer ${key}` });

/** The application, with its sockets beside HTTP. */
function start(settings: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Served> {
  return serve(OfficeToolset)
    .providing(Diary)
    .importing(WebSocketModule)
    .settings(settings)
    .sending(headers)
    .over(httpLegacy);
}

const addressOf = ({ url }: Served, path = '/ws'): string => `${url.replace('http:', 'ws:')}${path}`;
const diaryOf = ({ app }: Served): Diary => app.get(Diary);

const opened: WebSocket[] = [];

// One that reads nothing would not notice that the server has gone.
afterEach(() => opened.splice(0).forEach((socket) => socket.terminate()));

/** A connection without an SDK, for what no SDK sends. */
class RawClient {
  readonly received: unknown[] = [];
  closed: number | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.received.push(JSON.parse(data.toString())));
    socket.on('close', (code) => (this.closed = code));
    socket.on('error', () => undefined);
  }

  static async open(served: Served, headers: Record<string, string> = {}): Promise<RawClient> {
    const client = new RawClient(new WebSocket(addressOf(served), 'mcp', { headers }));
    opened.push(client.socket);
    await once(client.socket, 'open');
    return client;
  }

  send(...messages: unknown[]): void {
    for (const message of messages) this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async initialize(revision: string): Promise<void> {
    const params = { protocolVersion: revision, capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
    this.send({ jsonrpc: '2.0', id: 'init', method: 'initialize', params });
    await eventually(() => expect(this.received).toHaveLength(1));
    this.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    this.received.length = 0;
  }
}

/** Status, headers and body of a refused upgrade. */
async function refusal(
  address: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  const socket = new WebSocket(address, 'mcp', { headers });
  const [, response] = await once(socket, 'unexpected-response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

const ping = (id: number): object => ({ jsonrpc: '2.0', id, method: 'ping' });
const pong = (id: number): object => ({ jsonrpc: '2.0', id, result: {} });
const callOf = (id: number, name: string): object => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: {} },
});

const eras = [
  { revision: '2025-11-25', Client: LegacyClient },
  { revision: '2026-07-28', Client: ModernClient },
];

describe.each(eras)('a WebSocket of an official client of $revision', ({ Client }) => {
  const connect = (served: Served, answers: Answers = {}, headers = {}): Promise<McpClient> =>
    Client.connect(new WebSocketTransport(addressOf(served), headers), { answers, headers });

  it('lists and calls tools', async () => {
    const client = await connect(await start());

    const [tools, result] = [await client.tools(), await client.call('whoami')];

    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['count', 'greet', 'whoami']));
    expect(result).toEqual(textOf('anonymous on websocket'));
  });

  it('hears of progress before the result', async () => {
    const client = await connect(await start());
    const heard: Progress[] = [];

    const result = await client.call('count', {}, { onprogress: (progress) => heard.push(progress) });

    expect([heard.map(({ progress }) => progress), result]).toEqual([[1, 2, 3], textOf('done')]);
  });

  it('is asked by a tool', async () => {
    const client = await connect(await start(), ada);

    expect(await client.call('greet')).toEqual(textOf('Hello Ada'));
  });

  it('cancels a call', async () => {
    const served = await start();
    const client = await connect(served);
    const stop = new AbortController();
    const call = client.call('wait', {}, { signal: stop.signal });
    await eventually(() => expect(diaryOf(served).entries).toEqual(['started']));

    stop.abort();

    await expect(call).rejects.toThrow();
    await eventually(() => expect(diaryOf(served).entries).toEqual(['started', 'aborted']));
  });

  it('ends its calls when it closes', async () => {
    const served = await start();
    const client = await connect(served);
    const lost = client.call('wait').catch((error: Error) => error);
    await eventually(() => expect(diaryOf(served).entries).toEqual(['started']));

    await client.close();

    await eventually(() => expect(diaryOf(served).entries).toEqual(['started', 'aborted']));
    expect(await lost).toBeInstanceOf(Error);
  });

  it('hears of the changes that it follows', async () => {
    const client = await connect(await start());
    await client.follow('office://plan');

    await client.call('publish');

    await eventually(() =>
      expect(client.notices.map(({ method }) => method).sort()).toEqual([
        'notifications/resources/updated',
        'notifications/tools/list_changed',
      ]),
    );
  });

  it('is served beside another one, each as itself', async () => {
    const [ann, bob] = [makeKey('ann', ['*']), makeKey('bob', ['office:read'])];
    const served = await start(accepting(ann, bob), bearer(ann.key));
    const clients = [await connect(served, {}, bearer(ann.key)), await connect(served, {}, bearer(bob.key))];

    const results = await Promise.all(clients.map((client) => client.call('whoami')));

    expect(results).toEqual([textOf('ann on websocket'), textOf('bob on websocket')]);
    const offers = await Promise.all(clients.map(async (client) => (await client.tools()).map(({ name }) => name)));
    expect(offers.map((names) => names.includes('fire'))).toEqual([true, false]);
  });

  it('gets the answer to a call in flight when the application shuts down', async () => {
    const served = await start();
    const client = await connect(served);
    const call = client.call('work');
    await eventually(() => expect(diaryOf(served).entries).toEqual(['started']));

    const closed = served.app.close();
    diaryOf(served).finish();

    expect(await call).toEqual(textOf('finished'));
    await closed;
    await expect(client.call('whoami')).rejects.toThrow();
  });
});

describe('the upgrade', () => {
  const ann = makeKey('ann', ['*']);

  it('is refused without a credential, with one that is unknown, and after too many of those', async () => {
    const served = await start({ ...accepting(ann), THROTTLE_AUTH_FAILURE_LIMIT: '2' }, bearer(ann.key));
    const missing = await refusal(addressOf(served));
    expect([missing.status, missing.headers['www-authenticate'], JSON.parse(missing.body)]).toEqual([
      401,
      'Bearer',
      { jsonrpc: '2.0', error: { code: -32000, message: 'Send a credential: Authorization: Bearer <credential>' } },
    ]);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      statuses.push((await refusal(addressOf(served), bearer(`mcp_${'x'.repeat(43)}`))).status);
    }
    expect(statuses).toEqual([401, 401, 429]);
  });

  it('reaches an official client as an error', async () => {
    const served = await start(accepting(ann), bearer(ann.key));

    const connected = LegacyClient.connect(new WebSocketTransport(addressOf(served)), { answers: {}, headers: {} });

    await expect(connected).rejects.toThrow('401');
  });

  it.each<[string, Record<string, string>, string, number]>([
    ['a page of another origin', { Origin: 'https://evil.example' }, '/ws', 403],
    ['another host name', { Host: 'evil.example' }, '/ws', 403],
    ['a path that nothing serves', {}, '/nothing', 404],
  ])('is refused for %s', async (_name, headers, path, status) => {
    const served = await start();

    expect((await refusal(addressOf(served, path), headers)).status).toBe(status);
  });

  it('is refused beyond the limit of connections, until one closes', async () => {
    const served = await start({ MAX_SESSIONS_PER_PRINCIPAL: '1' });
    const first = await RawClient.open(served);
    expect((await refusal(addressOf(served))).status).toBe(429);

    first.socket.close();

    await eventually(async () => {
      const second = await RawClient.open(served);
      expect(second.socket.readyState).toBe(WebSocket.OPEN);
    });
  });

  it('is refused while the application shuts down', async () => {
    const served = await start();
    const client = await RawClient.open(served);
    client.send(callOf(1, 'work'));
    await eventually(() => expect(diaryOf(served).entries).toEqual(['started']));

    const closed = served.app.close();

    expect((await refusal(addressOf(served))).status).toBe(503);
    diaryOf(served).finish();
    await closed;
  });

  it('is asked for where a request brings none', async () => {
    const { url } = await start();

    expect((await fetch(`${url}/ws`)).status).toBe(426);
  });

  it('to another protocol gets the answer of its route, without its body', async () => {
    const { url } = await start();
    const headers = { Connection: 'Upgrade', Upgrade: 'h2c', 'Content-Type': 'application/json', Accept: '*/*' };
    const asked = request(`${url}/mcp`, { method: 'POST', headers });
    asked.end(JSON.stringify(ping(1)));

    const [response] = await once(asked, 'response');

    expect(response.statusCode).toBe(400);
  });

  it('behind a request that is not answered yet ends the connection, and nothing else', async () => {
    const served = await start();
    const { hostname, port, host } = new URL(served.url);
    const body = JSON.stringify(callOf(1, 'work'));
    const socket = connectSocket(Number(port), hostname);
    const post = ['POST /mcp HTTP/1.1', `Host: ${host}`, 'Content-Type: application/json'];
    const accept = ['Accept: application/json, text/event-stream', `Content-Length: ${body.length}`, '', body];
    const upgrade = ['GET /ws HTTP/1.1', `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket', '', ''];
    const closed = once(socket, 'close');

    socket.write([...post, ...accept].join('\r\n') + upgrade.join('\r\n'));

    await closed;
    const client = await RawClient.open(served);
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
    diaryOf(served).finish();
  });
});

describe('a WebSocket', () => {
  it('answers what is no message, and goes on', async () => {
    const client = await RawClient.open(await start({ MAX_JSON_DEPTH: '5' }));

    client.send('{', '3', { jsonrpc: '2.0', id: 1, method: 'ping', params: { a: [[[[[]]]]] } }, '', ping(2));

    const failed = (code: number, id?: number): object =>
      expect.objectContaining({ ...(id !== undefined && { id }), error: expect.objectContaining({ code }) });
    await eventually(() =>
      expect(client.received).toEqual([failed(-32700), failed(-32600), failed(-32602, 1), failed(-32700), pong(2)]),
    );
  });

  it.each<[string, string | Buffer, number]>([
    ['a message beyond MAX_BODY_BYTES', JSON.stringify({ ...ping(1), params: { text: 'x'.repeat(2000) } }), 1009],
    ['a binary frame', Buffer.from(JSON.stringify(ping(1))), 1003],
  ])('is closed on %s, alone', async (_name, frame, code) => {
    const served = await start({ MAX_BODY_BYTES: '2000' });
    const [first, second] = [await RawClient.open(served), await RawClient.open(served)];

    first.socket.send(frame);

    await eventually(() => expect(first.closed).toBe(code));
    second.send(ping(2));
    await eventually(() => expect([first.received, second.received]).toEqual([[], [pong(2)]]));
  });

  it('answers a batch of 2025-03-26 with one batch, and refuses one of other revisions', async () => {
    const served = await start();
    const [older, newer] = [await RawClient.open(served), await RawClient.open(served)];
    await older.initialize('2025-03-26');
    await newer.initialize('2025-11-25');

    for (const client of [older, newer]) client.send([ping(1), callOf(2, 'whoami')], [{ jsonrpc: '2.0', method: 'x' }]);
    older.send(ping(3));

    const result = { jsonrpc: '2.0', id: 2, result: textOf('anonymous on websocket') };
    const refused = { jsonrpc: '2.0', error: expect.objectContaining({ code: -32600 }) };
    await eventually(() => expect(newer.received).toEqual([refused, refused]));
    await eventually(() => {
      const [pongs, batches] = [older.received.filter((m) => !Array.isArray(m)), older.received.filter(Array.isArray)];
      expect([pongs, batches]).toEqual([[pong(3)], [[pong(1), result]]]);
    });
  });

  it('counts messages, and names the request that it refuses, but no response', async () => {
    const served = await start({ THROTTLE_LIMIT: '6' });
    const client = await RawClient.open(served);

    for (let id = 1; id <= 7; id += 1) client.send(ping(id));

    await eventually(() => expect(client.received).toHaveLength(7));
    client.send({ jsonrpc: '2.0', id: 8, result: {} });
    await eventually(() => expect(client.received).toHaveLength(8));
    const error = { code: -32000, message: expect.stringMatching(/^Too many messages: try again in \d+ s$/) };
    const refused = client.received.filter((message) => 'error' in (message as object));
    expect(refused.slice(-2)).toEqual([
      { jsonrpc: '2.0', id: 7, error },
      { jsonrpc: '2.0', error },
    ]);
  });

  it('slows a call down whose client reads slowly', async () => {
    const client = await RawClient.open(await start());

    client.socket.pause();
    client.send(callOf(1, 'flood'));
    await eventually(() => expect(client.socket.bufferedAmount).toBe(0));
    client.socket.resume();

    await eventually(() => expect(client.received.length).toBe(PARTS + 1), 15_000);
    expect(client.received.at(-1)).toEqual({ jsonrpc: '2.0', id: 1, result: textOf('flooded') });
  });

  it('is cut off when too much of what the server sends is not read', async () => {
    const served = await start();
    const client = await RawClient.open(served);

    client.socket.pause();
    client.send(callOf(1, 'spill'));

    await eventually(() => expect(diaryOf(served).entries).toEqual(['aborted']));
  });

  it('is cut off when its client answers no ping', async () => {
    const served = await start({ KEEPALIVE_SECONDS: '1' });
    const [silent, lively] = [await RawClient.open(served), await RawClient.open(served)];
    for (const client of [silent, lively]) client.send(callOf(1, 'wait'));
    await eventually(() => expect(diaryOf(served).entries).toEqual(['started', 'started']));

    silent.socket.pause();

    await eventually(() => expect(diaryOf(served).entries).toEqual(['started', 'started', 'aborted']), 8000);
    expect(lively.closed).toBeUndefined();
    lively.socket.close();
    await eventually(() => expect(diaryOf(served).entries).toHaveLength(4));
  });

  it('is closed when its credential has expired', async () => {
    const ann = makeKey('ann', ['*']);
    const late = makeKey('late', ['*'], { expiresAt: new Date(Date.now() + 2000).toISOString() });
    const served = await start({ ...accepting(ann, late), KEEPALIVE_SECONDS: '1' }, bearer(ann.key));
    const [kept, ended] = [
      await RawClient.open(served, bearer(ann.key)),
      await RawClient.open(served, bearer(late.key)),
    ];

    await eventually(() => expect(ended.closed).toBe(1008), 8000);
    kept.send(ping(1));
    await eventually(() => expect(kept.received).toEqual([pong(1)]));
  });

  it('gives a subscription its result before it closes', async () => {
    const served = await start();
    const client = await RawClient.open(served);
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const params = { _meta, notifications: { toolsListChanged: true } };
    client.send({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params });
    await eventually(() => expect(client.received).toHaveLength(1));

    await served.app.close();

    await eventually(() => expect(client.closed).toBe(1001));
    expect(client.received.at(-1)).toMatchObject({ id: 1, result: {} });
  });
});
