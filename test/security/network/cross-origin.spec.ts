import fc from 'fast-check';
import { allowedHeaders } from '../../../src/security/network/cross-origin.js';
import { NetworkChild } from '../../process/support/network.js';
import { endChildren } from '../../process/support/child.js';
import { makeKey, accepting } from '../auth/support/api-key.js';
import { knock, knockOn, type Knocked } from './support/knock.js';
import { routes } from './support/routes.js';

const APP = 'https://app.example.com';
const ann = makeKey('ann', ['*']);
let server: NetworkChild;

beforeAll(async () => {
  server = await NetworkChild.start({ env: { ...accepting(ann), HTTP_SESSIONS: 'on', ALLOWED_ORIGINS: APP } });
});
afterAll(endChildren);

/** Every header that clients of some revision send. */
const SENT = [
  'content-type',
  'authorization',
  'x-api-key',
  'mcp-protocol-version',
  'mcp-session-id',
  'mcp-method',
  'mcp-name',
  'last-event-id',
  'mcp-param-region',
  'Mcp-Param-Order_No',
];

const EXPOSED = [
  'Mcp-Session-Id',
  'WWW-Authenticate',
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];

function preflight(path: string, origin: string, method: string, headers: readonly string[]): Promise<Knocked> {
  return knock(server.origin, {
    method: 'OPTIONS',
    path,
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers.join(',') },
  });
}

describe.each([...routes, { name: 'a path that is none', method: 'GET', path: '/none', admitted: 404 } as const])(
  '$name',
  (route) => {
    it.each(SENT)('row 36: a preflight of an allowed origin for %s is answered', async (header) => {
      const { status, headers } = await preflight(route.path, APP, route.method, [header]);

      expect({ status, ...headers }).toMatchObject({
        status: 204,
        'access-control-allow-origin': APP,
        'access-control-allow-headers': header.toLowerCase(),
        'access-control-allow-methods': expect.stringContaining(route.method) as string,
        vary: expect.stringContaining('Origin') as string,
      });
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    });

    it('row 36: headers that are not of the protocol are not allowed', async () => {
      const { headers } = await preflight(route.path, APP, route.method, ['x-evil', 'content-type', 'cookie']);

      expect(headers['access-control-allow-headers']).toBe('content-type');
    });

    it.each(['https://evil.example', 'null', `${APP}.evil.com`, 'http://app.example.com', '*', `${APP}:8443`])(
      'row 36: a preflight of the origin %s allows nothing',
      async (origin) => {
        const { headers } = await preflight(route.path, origin, route.method, ['content-type']);

        expect(headers['access-control-allow-origin']).toBeUndefined();
      },
    );

    it('row 36: refusals show an allowed origin what they say, and a foreign one nothing', async () => {
      const allowed = await knockOn(server.origin, route, { headers: { origin: APP } });
      const foreign = await knockOn(server.origin, route, { headers: { origin: 'https://evil.example' } });

      expect(allowed.status).toBe(route.path === '/none' ? 404 : 401);
      expect(allowed.headers).toMatchObject({
        'access-control-allow-origin': APP,
        'access-control-expose-headers': EXPOSED.join(','),
      });
      expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    });
  },
);

it('row 36: answers show their headers as well, a session id among them', async () => {
  const [{ method, path, body }] = routes as [(typeof routes)[0]];

  const { status, headers } = await knock(server.origin, {
    method,
    path,
    body: body,
    headers: { origin: APP, 'x-api-key': ann.key },
  });

  expect([status, headers['access-control-allow-origin'], typeof headers['mcp-session-id']]).toEqual([
    200,
    APP,
    'string',
  ]);
  expect(headers['access-control-expose-headers']).toContain('Mcp-Session-Id');
});

it('row 36: the resource metadata are for every origin, without credentials', async () => {
  const path = '/.well-known/oauth-protected-resource';

  const asked = await preflight(path, 'https://evil.example', 'GET', ['mcp-protocol-version']);

  expect(asked.headers).toMatchObject({ 'access-control-allow-origin': '*' });
  expect(asked.headers['access-control-allow-credentials']).toBeUndefined();
});

it('row 36: whatever is asked for, only headers of the protocol are allowed', () => {
  const name = fc.oneof(
    fc.constantFrom(...SENT),
    fc.string(),
    fc.string().map((text) => `mcp-param-${text}`),
  );
  fc.assert(
    fc.property(fc.array(name), (names) => {
      for (const header of allowedHeaders(names.join(','))) {
        expect(header).toMatch(/^(accept|authorization|content-type|last-event-id|x-api-key|mcp-[\w!#$%&'*+.^`|~-]+)$/);
      }
    }),
  );
});

it('every answer carries the headers that keep browsers from making a page of it', async () => {
  const { headers } = await knock(server.origin, { path: '/health/live' });

  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  });
  expect([headers['strict-transport-security'], headers['x-powered-by']]).toEqual([undefined, undefined]);
});
