import { Throttle } from '@nestjs/throttler';
import { Public, Tool, Toolset } from '../../../src/index.js';
import { HealthModule } from '../../../src/operations/index.js';
import { serve, type Served } from '../../support/serve.js';
import { httpModern } from '../../support/combinations.js';
import { accepting, makeKey } from '../auth/support/api-key.js';
import { EventStream } from '../auth/support/event-stream.js';
import { initialize, legacyMessage, modernHeaders, modernMessage, post } from '../auth/support/messages.js';
import { knock, knockOn } from '../network/support/knock.js';
import { everyTransport, routes } from '../network/support/routes.js';

let calls = 0;

@Toolset()
class CountingToolset {
  @Tool({ description: 'x' })
  @Public()
  // Counted by itself, and not at the edge.
  @Throttle({ default: { limit: 1000, ttl: 60_000 } })
  count(): string {
    calls += 1;
    return String(calls);
  }
}

const ann = makeKey('ann', ['*']);
const annToo = makeKey('ann', ['*']);
const bob = makeKey('bob', ['*']);
const client = makeKey('client', ['*']);
const withKeys = accepting(ann, annToo, bob, client);
const header = (key: string): Record<string, string> => ({ 'X-API-Key': key });
/** The client that every application is started with stands elsewhere. */
const elsewhere = { 'X-Forwarded-For': '192.0.2.250' };

async function started(settings: Record<string, string>): Promise<Served> {
  calls = 0;
  return serve(CountingToolset)
    .importing(HealthModule)
    .settings({ ...everyTransport, TRUST_PROXY: '127.0.0.1', ...settings })
    .sending({ ...elsewhere, ...(settings['AUTH'] && header(client.key)) })
    .over(httpModern);
}

describe.each(routes)('$name', (route) => {
  it('row 25: beyond THROTTLE_LIMIT → 429 with the time to wait, as a JSON-RPC error', async () => {
    const { url } = await started({ THROTTLE_LIMIT: '2', THROTTLE_TTL_SECONDS: '50' });

    const statuses = [(await knockOn(url, route)).status, (await knockOn(url, route)).status];
    const { status, headers, text } = await knockOn(url, route);

    expect([...statuses, status]).toEqual([route.admitted, route.admitted, 429]);
    const seconds = Number(headers['retry-after']);
    expect([seconds > 40, seconds <= 50]).toEqual([true, true]);
    expect({ ...headers }).toMatchObject({
      'content-type': 'application/json',
      'ratelimit-limit': '2',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(seconds),
    });
    expect(JSON.parse(text)).toEqual({
      jsonrpc: '2.0',
      error: { code: -32000, message: `Too many messages: try again in ${seconds} s` },
    });
  });

  it('row 25: answers say how much is left', async () => {
    const { url } = await started({ THROTTLE_LIMIT: '10' });

    const { headers } = await knockOn(url, route);

    expect(headers).toMatchObject({ 'ratelimit-limit': '10', 'ratelimit-remaining': '9', 'ratelimit-reset': '60' });
  });

  it('row 25: 0 switches the limit off', async () => {
    const { url } = await started({ THROTTLE_LIMIT: '0' });

    const { status, headers } = await knockOn(url, route);

    expect([status, headers['ratelimit-limit']]).toEqual([route.admitted, undefined]);
  });

  it('row 30: failed authentications of an address have a limit of their own', async () => {
    const { url } = await started({ ...withKeys, THROTTLE_AUTH_FAILURE_LIMIT: '2' });
    const guess = () => knockOn(url, route, { headers: header(makeKey('eve', ['*']).key) });

    const statuses = [(await guess()).status, (await guess()).status, (await guess()).status, (await guess()).status];
    const missing = await knockOn(url, route);
    const other = await knockOn(url, route, { headers: { ...header(bob.key), 'X-Forwarded-For': '192.0.2.9' } });

    expect([...statuses, missing.status, other.status]).toEqual([401, 401, 429, 429, 429, route.admitted]);
    expect(missing.headers).toMatchObject({ 'retry-after': expect.stringMatching(/^\d+$/) as string });
  });
});

describe('row 25: messages are counted', () => {
  const batch = (count: number): object[] =>
    Array.from({ length: count }, (_value, id) => legacyMessage('tools/call', { name: 'count', arguments: {} }, id));
  const old = { 'MCP-Protocol-Version': '2025-03-26' };

  it('one by one in a batch, all of which is refused before any call runs', async () => {
    const { url } = await started({ HTTP_SESSIONS: 'off', THROTTLE_LIMIT: '15' });

    const first = await post(`${url}/mcp`, batch(10), old);
    const second = await post(`${url}/mcp`, batch(10), old);

    expect([first.status, first.headers.get('ratelimit-remaining'), second.status, calls]).toEqual([200, '5', 429, 10]);
  });

  it('up to 20 in one batch of 2025-03-26, and no batch elsewhere', async () => {
    const { url } = await started({ HTTP_SESSIONS: 'off' });
    const send = async (count: number, revision: string): Promise<number> =>
      (await post(`${url}/mcp`, batch(count), { 'MCP-Protocol-Version': revision })).status;

    expect([
      await send(20, '2025-03-26'),
      await send(21, '2025-03-26'),
      await send(2, '2025-06-18'),
      await send(2, '2025-11-25'),
      await send(2, '2026-07-28'),
    ]).toEqual([200, 400, 400, 400, 400]);
    expect(calls).toBe(20);
  });

  it('on HTTP and HTTP+SSE together', async () => {
    const { url } = await started({ THROTTLE_LIMIT: '3' });

    const stream = await EventStream.open(url, {});
    const statuses = [
      (await post(stream.endpoint!, initialize)).status,
      (await post(`${url}/mcp`, initialize)).status,
      (await post(stream.endpoint!, legacyMessage('ping'))).status,
      (await post(`${url}/mcp`, initialize)).status,
    ];
    stream.close();

    expect(statuses).toEqual([202, 200, 429, 429]);
  });

  it('for a principal, whatever its key and address are', async () => {
    const { url } = await started({ ...withKeys, THROTTLE_LIMIT: '2' });
    const knocked = async (key: string, address: string): Promise<number> => {
      const headers = { ...header(key), 'X-Forwarded-For': address };
      return (await post(`${url}/mcp`, initialize, headers)).status;
    };

    expect([
      await knocked(ann.key, '192.0.2.1'),
      await knocked(annToo.key, '192.0.2.2'),
      await knocked(ann.key, '192.0.2.3'),
      await knocked(bob.key, '192.0.2.3'),
    ]).toEqual([200, 200, 429, 200]);
  });

  it('row 32: for an address where callers are anonymous, IPv6 by its network', async () => {
    const { url } = await started({ THROTTLE_LIMIT: '1' });
    const from = async (address: string): Promise<number> =>
      (await post(`${url}/mcp`, initialize, { 'X-Forwarded-For': address })).status;

    expect([
      await from('2001:db8:1:2::1'),
      await from('2001:db8:1:2:ffff::9'),
      await from('2001:db8:1:3::1'),
      await from('192.0.2.1'),
      await from('::ffff:192.0.2.1'),
    ]).toEqual([200, 429, 200, 200, 429]);
  });

  it('row 21: and the message in the body counts, not what its headers say', async () => {
    const { url } = await started({ THROTTLE_INITIALIZE_LIMIT: '1' });
    const pretended = modernHeaders('tools/list');

    const first = await post(`${url}/mcp`, initialize, pretended);
    const second = await post(`${url}/mcp`, initialize, pretended);

    expect([first.status, JSON.parse(first.body)]).toEqual([
      400,
      expect.objectContaining({ error: expect.objectContaining({ code: -32020 }) as object }),
    ]);
    expect(second.status).toBe(429);
  });

  it('row 21: headers that name another tool than the body → -32020, and no call runs', async () => {
    const { url } = await started({});
    const message = modernMessage('tools/call', { name: 'count', arguments: {} });

    const answers = [
      await post(`${url}/mcp`, message, modernHeaders('tools/call', 'other')),
      await post(`${url}/mcp`, message, modernHeaders('tools/list', 'count')),
      await post(`${url}/mcp`, message, modernHeaders('tools/call')),
    ];

    const codes = answers.map(({ body }) => (JSON.parse(body) as { error: { code: number } }).error.code);
    expect([codes, calls]).toEqual([[-32020, -32020, -32020], 0]);
  });
});

describe('row 30: initialize', () => {
  it.each(['HTTP', 'HTTP+SSE'])('is throttled on %s', async (transport) => {
    const { url } = await started({ THROTTLE_INITIALIZE_LIMIT: '2' });
    const stream = transport === 'HTTP' ? undefined : await EventStream.open(url, {});
    const endpoint = stream?.endpoint ?? `${url}/mcp`;

    await post(endpoint, initialize);
    await post(endpoint, initialize);
    const { status, headers, body } = await post(endpoint, initialize);
    stream?.close();

    expect([status, headers.get('ratelimit-limit'), JSON.parse(body)]).toEqual([
      429,
      '2',
      {
        jsonrpc: '2.0',
        id: 1,
        error: {
          code: -32000,
          message: expect.stringMatching(/^Too many initialize requests: try again in \d+ s$/) as string,
        },
      },
    ]);
  });
});

describe('row 30: failed authentication', () => {
  it('keeps nobody out who has been let in from there before', async () => {
    const { url } = await started({ ...withKeys, THROTTLE_AUTH_FAILURE_LIMIT: '1' });
    const status = async (key: string): Promise<number> => (await post(`${url}/mcp`, initialize, header(key))).status;

    const statuses = [await status(ann.key), await status('guess'), await status('guess'), await status('guess')];

    expect([...statuses, await status(ann.key), await status(bob.key)]).toEqual([200, 401, 429, 429, 200, 429]);
  });

  it('is one only with a credential: a request without any locks nobody out', async () => {
    const { url } = await started({ ...withKeys, THROTTLE_AUTH_FAILURE_LIMIT: '1' });
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await post(`${url}/mcp`, initialize, headers)).status;

    const without = [await status({}), await status({}), await status({}), await status({})];
    const served = await status(header(ann.key));
    const wrong = [await status({ Authorization: 'Basic YTpi' }), await status({ Authorization: 'Basic YTpi' })];

    expect([...without, served, ...wrong]).toEqual([401, 401, 401, 401, 200, 401, 429]);
  });

  it('0 switches the limit off', async () => {
    const { url } = await started({ ...withKeys, THROTTLE_AUTH_FAILURE_LIMIT: '0' });

    const answers = await Promise.all(
      Array.from({ length: 40 }, () => post(`${url}/mcp`, initialize, header('guess'))),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  });
});

it('health is not throttled', async () => {
  const { url } = await started({ ...withKeys, THROTTLE_LIMIT: '1', THROTTLE_AUTH_FAILURE_LIMIT: '1' });

  const answers = await Promise.all(Array.from({ length: 10 }, () => knock(url, { path: '/health/live' })));

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
});
