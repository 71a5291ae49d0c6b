import type { JWTPayload } from 'jose';
import { httpModern } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from './support/api-key.js';
import { EventStream } from './support/event-stream.js';
import { initialize, legacyMessage, post, send, type Answer } from './support/messages.js';
import { OrdersToolset } from './support/orders.toolset.js';
import { TokenIssuer } from './support/token-issuer.js';

type Headers = Readonly<Record<string, string>>;

/** A session of either transport, opened by hand. */
interface Opened {
  /** Calls a tool in the session; the answer of HTTP+SSE says only whether the message was taken. */
  call(headers: Headers, tool?: string): Promise<Answer>;
  /** Every other way to touch the session. */
  readonly others: readonly ((headers: Headers) => Promise<Answer>)[];
  /** The status of a message that was taken. */
  readonly taken: number;
  end(): void;
}

async function httpSession(url: string, headers: Headers): Promise<Opened> {
  const { headers: answered } = await post(`${url}/mcp`, initialize, headers);
  const session = { 'Mcp-Session-Id': answered.get('mcp-session-id')!, 'MCP-Protocol-Version': '2025-11-25' };
  await post(`${url}/mcp`, { jsonrpc: '2.0', method: 'notifications/initialized' }, { ...headers, ...session });
  const get = (more: Headers): Promise<Answer> =>
    send(`${url}/mcp`, { headers: { Accept: 'text/event-stream', ...session, ...more } });
  return {
    call: (more, name = 'orders_whoami') =>
      post(`${url}/mcp`, legacyMessage('tools/call', { name, arguments: {} }), { ...session, ...more }),
    others: [get, (more) => send(`${url}/mcp`, { method: 'DELETE', headers: { ...session, ...more } })],
    taken: 200,
    end: () => undefined,
  };
}

async function sseSession(url: string, headers: Headers): Promise<Opened> {
  const stream = await EventStream.open(url, headers);
  await post(stream.endpoint!, initialize, headers);
  return {
    call: (more, name = 'orders_whoami') =>
      post(stream.endpoint!, legacyMessage('tools/call', { name, arguments: {} }, 'call'), more),
    others: [],
    taken: 202,
    end: () => stream.close(),
  };
}

const transports: readonly [string, (url: string, headers: Headers) => Promise<Opened>][] = [
  ['HTTP', httpSession],
  ['HTTP+SSE', sseSession],
];

const bearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` });
const both = { TRANSPORT: 'sse,http', HTTP_SESSIONS: 'on' };

describe.each(transports)('a session over %s', (_name, open) => {
  const ann = makeKey('ann', ['orders:read', 'orders:write'], { tenant: 'north' });
  const annRenewed = makeKey('ann', ['orders:write', 'orders:read'], { tenant: 'north' });
  const annReading = makeKey('ann', ['orders:read'], { tenant: 'north' });
  const annElsewhere = makeKey('ann', ['*'], { tenant: 'south' });
  const bob = makeKey('bob', ['*']);
  let opened: Opened;

  async function started(key = ann.key): Promise<string> {
    const { url } = await serve(OrdersToolset)
      .settings({ ...both, ...accepting(ann, annRenewed, annReading, annElsewhere, bob) })
      .sending({ 'X-API-Key': ann.key })
      .over(httpModern);
    opened = await open(url, bearer(key));
    return url;
  }

  afterEach(() => opened.end());

  it('row 5: its id is no credential', async () => {
    await started();

    const answers = [await opened.call({}), ...(await Promise.all(opened.others.map((touch) => touch({}))))];

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
  });

  it.each([
    ['another subject', bob],
    ['the same subject of another tenant', annElsewhere],
  ])('row 6: is hidden from %s, and goes on for its owner', async (_who, { key }) => {
    await started();

    const foreign = [await opened.call(bearer(key))];
    for (const touch of opened.others) foreign.push(await touch(bearer(key)));
    const own = await opened.call(bearer(ann.key));

    expect([...foreign.map(({ status }) => status), own.status]).toEqual([...foreign.map(() => 404), opened.taken]);
  });

  it('row 6: belongs to the subject, not to the key: another key of equal strength goes on', async () => {
    await started();

    expect((await opened.call(bearer(annRenewed.key))).status).toBe(opened.taken);
  });

  it('row 7: cannot be ridden by a weaker key of the same subject', async () => {
    await started();

    const weaker = [await opened.call(bearer(annReading.key))];
    for (const touch of opened.others) weaker.push(await touch(bearer(annReading.key)));

    expect(weaker.map(({ status }) => status)).toEqual(weaker.map(() => 404));
  });

  it('row 7: is as strong as the strongest key that it was used with', async () => {
    await started(annReading.key);

    const statuses = [
      (await opened.call(bearer(ann.key), 'orders_write')).status,
      (await opened.call(bearer(annReading.key))).status,
    ];

    expect(statuses).toEqual([opened.taken, 404]);
  });

  it('row 7: grants nothing: the scopes are those of the request', async () => {
    await started(annReading.key);

    expect((await opened.call(bearer(annReading.key), 'orders_write')).status).toBe(403);
  });
});

describe.each(transports)('a session with tokens over %s', (_name, open) => {
  let issuer: TokenIssuer;
  let opened: Opened | undefined;

  beforeAll(async () => {
    issuer = await TokenIssuer.start();
  });
  afterEach(() => opened?.end());
  afterAll(() => issuer.stop());

  it.each<[string, JWTPayload, number | 'taken']>([
    ['a refreshed token', { jti: 'second', client_id: 'editor' }, 'taken'],
    ['a refreshed token with more scopes', { client_id: 'editor', scope: 'orders:read orders:write' }, 'taken'],
    ['a token of the same subject with fewer scopes', { client_id: 'editor', scope: '' }, 404],
    ['a token of another client', { client_id: 'other' }, 404],
    ['a token of another subject', { client_id: 'editor', sub: 'bob' }, 404],
  ])('row 6: %s', async (_case, claims, expected) => {
    const first = await issuer.token({ client_id: 'editor', jti: 'first' });
    const { url } = await serve(OrdersToolset)
      .settings({ ...both, ...issuer.settings })
      .sending(bearer(first))
      .over(httpModern);
    opened = await open(url, bearer(first));

    const { status } = await opened.call(bearer(await issuer.token(claims)));

    expect(status).toBe(expected === 'taken' ? opened.taken : expected);
  });
});
