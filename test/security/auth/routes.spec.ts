import type { INestApplication } from '@nestjs/common';
import { httpModern } from '../../support/combinations.js';
import { HealthModule } from '../../../src/operations/index.js';
import { serve, type Served } from '../../support/serve.js';
import { accepting, makeKey } from './support/api-key.js';
import { EverythingLogger } from './support/everything.logger.js';
import { post, send, initialize, type Answer } from './support/messages.js';
import { OrdersToolset } from './support/orders.toolset.js';
import { TokenIssuer } from './support/token-issuer.js';

interface Layer {
  readonly route?: { readonly path: string | string[] };
}

/** The path of every route of the application, as Express knows it. */
function pathsOf(app: INestApplication): string[] {
  const { router } = app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } };
  return [...new Set(router.stack.flatMap(({ route }) => (route ? [route.path].flat() : [])))].sort();
}

const ann = makeKey('ann', ['*']);
const logger = new EverythingLogger();
const both = { TRANSPORT: 'sse,http', HTTP_SESSIONS: 'on' };

function started(settings: Record<string, string>): Promise<Served> {
  return serve(OrdersToolset)
    .importing(HealthModule)
    .settings({ ...both, ...settings })
    .sending({ 'X-API-Key': ann.key })
    .prepared((app) => app.useLogger(logger))
    .over(httpModern);
}

/** The routes of the protocol, each with a request that would be served if the caller were known. */
const PROTECTED: readonly [string, (url: string, headers: Record<string, string>) => Promise<Answer>][] = [
  ['POST /mcp', (url, headers) => post(`${url}/mcp`, initialize, headers)],
  ['GET /mcp', (url, headers) => send(`${url}/mcp`, { headers: { Accept: 'text/event-stream', ...headers } })],
  ['DELETE /mcp', (url, headers) => send(`${url}/mcp`, { method: 'DELETE', headers })],
  ['PUT /mcp', (url, headers) => send(`${url}/mcp`, { method: 'PUT', headers })],
  ['GET /sse', (url, headers) => send(`${url}/sse`, { headers })],
  ['HEAD /sse', (url, headers) => send(`${url}/sse`, { method: 'HEAD', headers })],
  ['POST /messages', (url, headers) => post(`${url}/messages?sessionId=x`, initialize, headers)],
];

describe('row 1: every route has the same guards', () => {
  it('there is no route but those of the protocol, health and the resource metadata', async () => {
    const { app } = await started(accepting(ann));

    expect(pathsOf(app)).toEqual([
      '/.well-known/oauth-protected-resource',
      '/.well-known/oauth-protected-resource/*path',
      '/health/live',
      '/health/ready',
      '/mcp',
      '/messages',
      '/sse',
    ]);
  });

  it.each(PROTECTED)('%s without a credential → 401', async (name, request) => {
    const { url } = await started(accepting(ann));

    const { status, headers, body } = await request(url, {});

    expect([status, headers.get('www-authenticate'), body]).toEqual([
      401,
      'Bearer',
      name.startsWith('HEAD')
        ? ''
        : '{"jsonrpc":"2.0","error":{"code":-32000,"message":"Send a credential: Authorization: Bearer <credential>"}}',
    ]);
  });

  it.each(PROTECTED)('%s with a key that is not known → 401', async (_name, request) => {
    const { url } = await started(accepting(ann));
    const { key } = makeKey('eve', ['*']);

    const answers = [await request(url, { Authorization: `Bearer ${key}` }), await request(url, { 'X-API-Key': key })];

    expect(answers.map(({ status, headers }) => [status, headers.get('www-authenticate')])).toEqual([
      [401, 'Bearer error="invalid_token"'],
      [401, 'Bearer error="invalid_token"'],
    ]);
  });

  it.each(['/mcp', '/messages'])('POST %s is refused before its body is looked at', async (path) => {
    const { url } = await started(accepting(ann));
    const headers = { 'Content-Type': 'application/json' };

    const malformed = await send(`${url}${path}`, { method: 'POST', body: '{"jsonrpc":', headers });

    expect(malformed.status).toBe(401);
  });

  it('health and resource metadata are for everybody', async () => {
    const issuer = await TokenIssuer.start();
    const { url } = await started({ ...accepting(ann), ...issuer.settings, AUTH: 'api-key,jwt' });

    const paths = ['/health/live', '/health/ready', '/.well-known/oauth-protected-resource/mcp'];
    const answers = await Promise.all(paths.map((path) => send(`${url}${path}`)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await issuer.stop();
  });
});

describe('row 18: only Authorization: Bearer and X-API-Key', () => {
  const basic = { Authorization: `Basic ${Buffer.from(`ann:${ann.key}`).toString('base64')}` };

  it.each(PROTECTED)('%s with Basic → 401', async (_name, request) => {
    const { url } = await started(accepting(ann));

    expect((await request(url, basic)).status).toBe(401);
  });

  it.each([
    ['POST', '/mcp', 'access_token'],
    ['GET', '/mcp', 'access_token'],
    ['GET', '/sse', 'access_token'],
    ['POST', '/messages', 'access_token'],
    ['POST', '/mcp', 'api_key'],
    ['GET', '/sse', 'X-API-Key'],
  ])('%s %s?%s=… → 401, and the value is in no log', async (method, path, parameter) => {
    const { url } = await started(accepting(ann));

    const { status, body } = await send(`${url}${path}?${parameter}=${ann.key}`, { method });

    const seen = [body, ...logger.lines];
    expect([status, seen.filter((text) => text.includes(ann.key))]).toEqual([401, []]);
    expect(logger.lines.join()).toContain('A request is refused');
  });

  it('a token in the URL is refused beside a good one in the header, too', async () => {
    const { url } = await started(accepting(ann));

    const { status } = await post(`${url}/mcp?access_token=x`, initialize, { Authorization: `Bearer ${ann.key}` });

    expect(status).toBe(401);
  });

  it.each<[string, Record<string, string>]>([
    ['two credentials', { Authorization: `Bearer ${ann.key}`, 'X-API-Key': ann.key }],
    ['an empty bearer token', { Authorization: 'Bearer ' }],
    ['a bearer token with a blank in it', { Authorization: `Bearer ${ann.key} x` }],
    ['the key without a scheme', { Authorization: ann.key }],
  ])('%s → 401', async (_name, headers) => {
    const { url } = await started(accepting(ann));

    expect((await post(`${url}/mcp`, initialize, headers)).status).toBe(401);
  });

  it.each<[string, Record<string, string>]>([
    ['Authorization: Bearer', { Authorization: `Bearer ${ann.key}` }],
    ['authorization: bearer', { authorization: `bearer ${ann.key}` }],
    ['X-API-Key', { 'X-API-Key': ann.key }],
  ])('%s is accepted', async (_name, headers) => {
    const { url } = await started(accepting(ann));

    expect((await post(`${url}/mcp`, initialize, headers)).status).toBe(200);
  });
});
