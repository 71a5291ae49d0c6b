import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import { httpModern } from '../../support/combinations.js';
import { serve, type Served } from '../../support/serve.js';
import { accepting, makeKey } from './support/api-key.js';
import { EverythingLogger } from './support/everything.logger.js';
import { modernHeaders, modernMessage, post, send, type Answer } from './support/messages.js';
import { OrdersToolset } from './support/orders.toolset.js';
import { AUDIENCE, TokenIssuer } from './support/token-issuer.js';

let issuer: TokenIssuer;

beforeEach(async () => {
  issuer = await TokenIssuer.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await issuer.stop();
});

const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });
const both = { TRANSPORT: 'sse,http' };

async function started(settings: Record<string, string> = {}, logger = new EverythingLogger()): Promise<Served> {
  return serve(OrdersToolset)
    .settings({ ...both, ...issuer.settings, ...settings })
    .sending(bearer(await issuer.token()))
    .prepared((app) => app.useLogger(logger))
    .over(httpModern);
}

/** What a token is worth on every route. */
async function statuses(url: string, token: string): Promise<number[]> {
  const headers = bearer(token);
  const list = post(`${url}/mcp`, modernMessage('tools/list'), { ...headers, ...modernHeaders('tools/list') });
  const others: [string, string][] = [
    ['GET', '/mcp'],
    ['DELETE', '/mcp'],
    ['GET', '/sse'],
    ['POST', '/messages'],
  ];
  const answers = [list, ...others.map(([method, path]) => send(`${url}${path}`, { method, headers }))];
  return (await Promise.all(answers)).map(({ status }) => status);
}

async function whoami(url: string, token: string): Promise<unknown> {
  const call = modernMessage('tools/call', { name: 'orders_whoami', arguments: {} });
  const headers = { ...bearer(token), ...modernHeaders('tools/call', 'orders_whoami') };
  const { body }: Answer = await post(`${url}/mcp`, call, headers);
  const { result } = JSON.parse(body) as { result: { content: [{ text: string }] } };
  return JSON.parse(result.content[0].text);
}

const now = (): number => Math.floor(Date.now() / 1000);
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The claims of a good token, signed by hand in a bad way. */
function forged(header: object, sign: (input: string) => string): string {
  const claims = { iss: issuer.url, aud: AUDIENCE, sub: 'ann', exp: now() + 60 };
  const input = `${base64url(header)}.${base64url(claims)}`;
  return `${input}.${sign(input)}`;
}

describe('row 13: a token is refused on every route', () => {
  it.each<[string, () => Promise<string>]>([
    ['with a wrong aud', () => issuer.token({ aud: 'https://other.example.com/mcp' })],
    ['with an aud that only begins like ours', () => issuer.token({ aud: `${AUDIENCE}/more` })],
    ['without aud', () => issuer.token({ aud: undefined })],
    ['with an array of foreign auds', () => issuer.token({ aud: ['https://a.example.com', 'https://b.example.com'] })],
    ['with an empty array of auds', () => issuer.token({ aud: [] })],
    ['with a wrong iss', () => issuer.token({ iss: 'https://evil.example.com' })],
    ['without iss', () => issuer.token({ iss: undefined })],
    ['without exp', () => issuer.token({ exp: undefined })],
    ['that has expired', () => issuer.token({ exp: now() - 10 })],
    ['that is not valid yet', () => issuer.token({ nbf: now() + 60 })],
    ['without a subject', () => issuer.token({ sub: undefined })],
    ['with an unknown kid', () => issuer.token({}, { kid: 'unknown' })],
    ['of another type', () => issuer.token({}, { typ: 'logout+jwt' })],
    ['that is bound to a key', () => issuer.token({ cnf: { jkt: 'x' } })],
    ['with alg none', async () => forged({ alg: 'none' }, () => '')],
    ['with alg none and the kid', async () => forged({ alg: 'none', kid: issuer.publicKey.kid }, () => '')],
    [
      'with HS256, signed with the RSA public key',
      async () => {
        const key = createPublicKey({ key: issuer.publicKey as JsonWebKey, format: 'jwk' });
        const pem = key.export({ type: 'spki', format: 'pem' });
        const header = { alg: 'HS256', kid: issuer.publicKey.kid };
        return forged(header, (input) => createHmac('sha256', pem).update(input).digest('base64url'));
      },
    ],
    [
      'signed with another key under the known kid',
      async () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const jwt = new SignJWT({ iss: issuer.url, aud: AUDIENCE, sub: 'ann', exp: now() + 60 });
        return jwt.setProtectedHeader({ alg: 'RS256', kid: issuer.publicKey.kid! }).sign(privateKey);
      },
    ],
    [
      'whose claims were changed',
      async () => {
        const [header, , signature] = (await issuer.token()).split('.');
        const claims = { iss: issuer.url, aud: AUDIENCE, sub: 'admin', exp: now() + 60 };
        return `${header}.${base64url(claims)}.${signature}`;
      },
    ],
    ['that is none', async () => 'not-a-token'],
  ])('%s → 401', async (_case, token) => {
    const logger = new EverythingLogger();
    const { url } = await started({}, logger);
    const made = await token();

    expect(await statuses(url, made)).toEqual([401, 401, 401, 401, 401]);
    expect(logger.lines.filter((line) => line.includes(made))).toEqual([]);
  });
});

describe('row 13: the algorithms', () => {
  it('are those that are set, whatever keys the issuer has', async () => {
    const ann = makeKey('ann', ['*']);
    const { url } = await serve(OrdersToolset)
      .settings({ ...both, ...accepting(ann), ...issuer.settings, AUTH: 'api-key,jwt', JWT_ALGORITHMS: 'ES256' })
      .sending({ 'X-API-Key': ann.key })
      .over(httpModern);

    expect(await statuses(url, await issuer.token())).toEqual([401, 401, 401, 401, 401]);
  });
});

describe('row 13: a token is accepted', () => {
  it.each<[string, () => Promise<string>]>([
    ['with an array of auds that holds ours', () => issuer.token({ aud: ['account', AUDIENCE] })],
    ['that expired within the leeway', () => issuer.token({ exp: now() - 3 })],
    ['of type at+jwt', () => issuer.token({}, { typ: 'at+jwt' })],
    ['of type JWT', () => issuer.token({}, { typ: 'JWT' })],
  ])('%s', async (_case, token) => {
    const { url } = await started();

    expect((await statuses(url, await token()))[0]).toBe(200);
  });

  it('for the stream of HTTP+SSE as well, by its own URL', async () => {
    const { url } = await started();

    const token = await issuer.token({ aud: 'https://mcp.example.com/sse' });

    expect((await statuses(url, token))[3]).toBe(200);
  });

  it('for the audience that is set, and no other', async () => {
    const { url } = await serve(OrdersToolset)
      .settings({ ...both, ...issuer.settings, JWT_AUDIENCE: 'api://orders' })
      .sending(bearer(await issuer.token({ aud: 'api://orders' })))
      .over(httpModern);

    const outcome = [
      await statuses(url, await issuer.token({ aud: 'api://orders' })),
      await statuses(url, await issuer.token()),
    ];

    expect(outcome.map(([mcp]) => mcp)).toEqual([200, 401]);
  });
});

describe('the principal of a token', () => {
  it.each<[string, JWTPayload, object]>([
    [
      'scope, client_id and tenant',
      { scope: 'orders:read orders:write', client_id: 'editor', tenant: 'north' },
      { scopes: ['orders:read', 'orders:write'], clientId: 'editor', tenant: 'north' },
    ],
    ['scp as a list, azp', { scope: undefined, scp: ['a', 'b'], azp: 'web' }, { scopes: ['a', 'b'], clientId: 'web' }],
    ['scp as a text', { scope: undefined, scp: 'a b' }, { scopes: ['a', 'b'] }],
    ['no scopes', { scope: undefined }, { scopes: [] }],
    ['a scope that would grant everything', { scope: '* orders:read' }, { scopes: ['orders:read'] }],
  ])('has %s', async (_case, claims, expected) => {
    const { url } = await started();

    const principal = await whoami(url, await issuer.token(claims));

    expect(principal).toEqual({ subject: 'ann', method: 'jwt', issuer: issuer.url, ...expected });
  });

  it('has the tenant from the claim that is set', async () => {
    const { url } = await started({ JWT_TENANT_CLAIM: 'tid' });

    expect(await whoami(url, await issuer.token({ tid: 'north', tenant: 'south' }))).toMatchObject({ tenant: 'north' });
  });
});

describe('row 20: the issuer', () => {
  const later = (ms: number): void => {
    const past = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => past() + ms);
  };

  it('is down: known keys keep working, even when they are due to be fetched again', async () => {
    const { url } = await started();
    const token = await issuer.token();
    await issuer.stop();
    later(3_600_000);

    expect([(await statuses(url, token))[0], (await statuses(url, token))[0]]).toEqual([200, 200]);
  });

  it('is down: an unknown kid is 401', async () => {
    const { url } = await started();
    const token = await issuer.token({}, { kid: 'unknown' });
    await issuer.stop();
    later(60_000);

    expect((await statuses(url, token))[0]).toBe(401);
  });

  it('has been down from the beginning: 503, so that clients keep their tokens', async () => {
    const token = await issuer.token();
    await issuer.stop();
    const ann = makeKey('ann', ['*']);
    const { url } = await serve(OrdersToolset)
      .settings({ ...both, ...accepting(ann), ...issuer.settings, AUTH: 'api-key,jwt' })
      .sending({ 'X-API-Key': ann.key })
      .over(httpModern);

    const { status, headers, body } = await send(`${url}/mcp`, { headers: bearer(token) });

    expect([status, headers.get('retry-after'), body]).toEqual([
      503,
      '5',
      '{"jsonrpc":"2.0","error":{"code":-32000,"message":"Tokens cannot be checked at the moment: try again later"}}',
    ]);
  });

  it('is asked once by 1,000 random kids, and once more after the cool-down', async () => {
    const { url } = await started({ THROTTLE_AUTH_FAILURE_LIMIT: '0' });
    const before = issuer.fetches;
    const tokens = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => issuer.token({}, { kid: `random-${index}` })),
    );
    const flood = async (): Promise<Set<number>> => {
      const seen = new Set<number>();
      for (let start = 0; start < tokens.length; start += 50) {
        const batch = tokens.slice(start, start + 50);
        const answers = await Promise.all(batch.map((token) => send(`${url}/mcp`, { headers: bearer(token) })));
        for (const { status } of answers) seen.add(status);
      }
      return seen;
    };

    const first = [await flood(), issuer.fetches - before];
    later(31_000);
    const second = [await flood(), issuer.fetches - before];

    expect([first, second]).toEqual([
      [new Set([401]), 0],
      [new Set([401]), 1],
    ]);
  }, 60_000);

  it('rotates its keys: new tokens work after the cool-down, and old ones no more', async () => {
    const { url } = await started();
    const old = await issuer.token();
    await issuer.rotate('second');
    later(31_000);

    const outcome = [(await statuses(url, await issuer.token()))[0], (await statuses(url, old))[0]];

    expect(outcome).toEqual([200, 401]);
  });
});
