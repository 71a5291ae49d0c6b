import { makeKey, accepting } from '../security/auth/support/api-key.js';
import { TokenIssuer } from '../security/auth/support/token-issuer.js';
import { Pair } from './support/pair.js';
import { Random } from './support/random.js';
import { request, type Choices } from './support/requests.js';
import { fixed } from './support/toolsets.js';
import type { Shot } from './support/wire.js';

/** The clock of limits and tokens, which stands still unless a test moves it, on both sides at once. */
beforeEach(() => {
  const real = ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const;
  const timers = ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
  jest.useFakeTimers({ now: Date.now(), doNotFake: [...real, ...timers] });
});

afterEach(() => jest.useRealTimers());

interface Scenario {
  readonly env?: Readonly<Record<string, string>>;
  readonly choices?: Choices;
  readonly requests: number;
  readonly seed: number;
  /** The clock moves on by a second after so many requests. */
  readonly ticks?: number;
  /** Comes in front of every 20 requests. */
  readonly opening?: Shot;
}

/** @returns the differences between the ways, and the statuses of the answers */
async function compare({ env, choices = {}, requests, seed, opening, ticks = Infinity }: Scenario): Promise<Pair> {
  const random = new Random(seed);
  const pair = await Pair.start(fixed, { MAX_BODY_BYTES: '8192', MAX_JSON_DEPTH: '64', THROTTLE_LIMIT: '0', ...env });
  for (let sent = 1; sent <= requests; sent += 1) {
    if (opening && sent % 20 === 1) await pair.send(opening);
    await pair.send(request(random, choices));
    if (sent % ticks === 0) jest.setSystemTime(Date.now() + 1000);
  }
  const records = await pair.close();
  const { door, nest } = pair.guarded;
  // Most requests have taken the door, none of them on the side without it.
  expect([door < requests / 8, nest > requests * 0.9, records > requests * 0.9]).toEqual([true, true, true]);
  return pair;
}

const keys = {
  ann: makeKey('ann', ['orders:write']),
  bob: makeKey('bob', []),
};
const key = (value: string) => [['X-API-Key', value]] as const;
const bearer = (value: string) => [['Authorization', `Bearer ${value}`]] as const;
const wrong = [
  [],
  key('wrong'),
  key(''),
  bearer('wrong'),
  bearer(''),
  [['Authorization', 'Basic YTpi']],
  [['Authorization', 'bearer  x y']],
  [...bearer(keys.ann.key), ...key(keys.ann.key)],
] as const;
const right = [key(keys.ann.key), bearer(keys.ann.key), key(keys.bob.key), bearer(keys.bob.key)] as const;

const initialize = {
  ...{ id: 'first', method: 'initialize' },
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'door', version: '1' } },
};
const post = (target: string, message: object, more: Shot['headers'] = []): Shot => ({
  ...{ method: 'POST', target, body: JSON.stringify({ jsonrpc: '2.0', ...message }) },
  headers: [
    ...[['Host', 'localhost'] as const, ['Content-Type', 'application/json'] as const, ...more],
    ['Accept', 'application/json, text/event-stream'],
  ],
});

describe('the front door and Nest answer and record alike', () => {
  it('without authentication', async () => {
    const hosts = ['localhost', 'localhost', 'localhost', 'localhost:3000', '127.0.0.1', '[::1]', 'evil.example', ''];
    const forwarded = [[], [], [['X-Forwarded-For', '10.0.0.7']], [['X-Forwarded-Proto', 'https']]] as const;
    const origins = ['http://localhost', 'https://evil.example', 'null'];

    const { differences, statuses } = await compare({ seed: 1, requests: 400, choices: { hosts, forwarded, origins } });

    expect(differences).toEqual([]);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 403, 404, 405, 406, 413, 415]));
  });

  it('with API keys', async () => {
    const hosts = ['localhost', 'localhost', 'localhost', 'localhost', 'evil.example'];
    const choices = { hosts, credentials: [...right, ...right, ...wrong] };
    const env = { ...accepting(keys.ann, keys.bob), THROTTLE_AUTH_FAILURE_LIMIT: '0' };

    const { differences, statuses } = await compare({ seed: 2, requests: 300, env, choices });

    expect(differences).toEqual([]);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 401, 404, 415]));
  });

  it('with API keys and tokens', async () => {
    const issuer = await TokenIssuer.start();
    const tokens = [
      await issuer.token({ scope: 'orders:write' }),
      await issuer.token({ sub: 'eve', scope: '' }),
      await issuer.token({ aud: 'https://elsewhere.example' }),
      await issuer.token({ exp: 1 }),
      await issuer.token({}, { kid: 'unknown' }),
    ].map((token) => bearer(token));
    // A token is verified in another thread: whether the end of a request comes first is a matter of luck.
    const choices = { leaves: false, credentials: [...tokens, ...right, ...tokens, ...wrong] };
    const env = { ...accepting(keys.ann, keys.bob), ...issuer.settings, AUTH: 'api-key,jwt' };

    const { differences, statuses } = await compare({
      ...{ seed: 3, requests: 300, choices },
      env: { ...env, THROTTLE_AUTH_FAILURE_LIMIT: '0', ALLOWED_HOSTS: 'localhost' },
    });
    await issuer.stop();

    expect(differences).toEqual([]);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 401, 403, 404, 415]));
  });

  it('behind proxies, for listed addresses over HTTPS, and for pages of other origins', async () => {
    const proto = ['X-Forwarded-Proto', 'https'] as const;
    const forwarded = [
      [proto, ['X-Forwarded-For', '10.0.0.7']],
      [proto, ['X-Forwarded-For', '10.0.0.7, 127.0.0.1']],
      [proto, ['X-Forwarded-For', '192.0.2.1, 10.0.0.8:4711']],
      [proto, ['X-Forwarded-For', '10.0.0.8, 192.0.2.1']],
      [proto, ['X-Forwarded-For', '[::ffff:10.0.0.9]:80'], ['X-Forwarded-Host', 'evil.example']],
      [proto, ['X-Forwarded-For', 'garbage']],
      [['X-Forwarded-Proto', 'https, http']],
      [['X-Forwarded-For', '10.0.0.7']],
      [proto],
    ] as const;
    const origins = ['https://app.example', 'https://APP.example', 'https://evil.example', 'null', ''];

    const { differences, statuses } = await compare({
      ...{ seed: 4, requests: 300, choices: { forwarded, origins } },
      env: {
        ...{ TRUST_PROXY: '127.0.0.1', REQUIRE_HTTPS: 'true', IP_ALLOWLIST: '10.0.0.0/8,127.0.0.1' },
        ...{ ALLOWED_ORIGINS: 'https://app.example', ALLOWED_HOSTS: 'localhost', HTTP_SESSIONS: 'on' },
      },
    });

    expect(differences).toEqual([]);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 403, 404, 415]));
  });

  it('with limits on messages and handshakes, by address', async () => {
    const forwarded = ['10.0.0.7', '10.0.0.8', '2001:db8::1', '2001:db8::2'].map(
      (address) => [['X-Forwarded-For', address]] as const,
    );
    const env = { TRUST_PROXY: '1', THROTTLE_LIMIT: '20', THROTTLE_INITIALIZE_LIMIT: '2', THROTTLE_TTL_SECONDS: '7' };

    const { differences, statuses } = await compare({ seed: 5, requests: 400, ticks: 12, env, choices: { forwarded } });

    expect(differences).toEqual([]);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 404, 415, 429]));
  });

  it('with limits on failed authentications, by address', async () => {
    const forwarded = ['10.0.0.7', '10.0.0.8'].map((address) => [['X-Forwarded-For', address]] as const);
    const env = { ...accepting(keys.ann, keys.bob), TRUST_PROXY: '1', THROTTLE_AUTH_FAILURE_LIMIT: '4' };
    const choices = { forwarded, credentials: [...right, ...wrong] };

    const { differences, statuses } = await compare({
      ...{ seed: 6, requests: 300, ticks: 10, choices },
      env: { ...env, THROTTLE_TTL_SECONDS: '9', THROTTLE_LIMIT: '30' },
    });

    expect(differences).toEqual([]);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 429]));
  });

  it('with sessions over HTTP', async () => {
    const choices = { sessions: ['{session}', '{session}', '{session}', '{session}', 'none'], oddOneIn: 6 };
    const opening = post('/mcp', initialize);

    const { differences, statuses } = await compare({
      ...{ seed: 7, requests: 400, choices, opening },
      env: { HTTP_SESSIONS: 'on' },
    });

    expect(differences).toEqual([]);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 404, 415]));
  });

  it('with a session over HTTP+SSE', async () => {
    const names = ['echo', 'who', 'fails', 'breaks', 'later', 'write', 'looked', 'filtered', 'shouted', 'visited'];
    const pair = await Pair.start(fixed, { ...accepting(keys.ann, keys.bob) });
    await pair.follow({ method: 'GET', target: '/sse', headers: [['Host', 'localhost'], ...key(keys.ann.key)] });
    const messages = [
      initialize,
      ...names.map((name, id) => ({ method: 'tools/call', params: { name, arguments: { text: 'x' } }, id })),
    ];
    for (const message of messages) await pair.send(post('/messages?sessionId={sse}', message, key(keys.ann.key)));
    for (const credential of [...wrong, key(keys.bob.key)]) {
      await pair.send(post('/messages?sessionId={sse}', messages[1] as object, credential));
    }
    await pair.followed(messages.length);

    await pair.close();

    expect(pair.differences).toEqual([]);
    expect(Object.fromEntries(pair.statuses)).toEqual({ 202: messages.length, 401: wrong.length, 404: 1 });
  });
});
