import { NestFactory } from '@nestjs/core';
import { discoverOAuthProtectedResourceMetadata, extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import { PolyportModule } from '../../../src/index.js';
import { httpModern } from '../../support/combinations.js';
import { serve, type Served } from '../../support/serve.js';
import { accepting, makeKey } from './support/api-key.js';
import { initialize, post, send } from './support/messages.js';
import { OrdersToolset } from './support/orders.toolset.js';
import { ReverseProxy } from './support/reverse-proxy.js';
import { TokenIssuer } from './support/token-issuer.js';

const ann = makeKey('ann', ['*']);
const KEY = { 'X-API-Key': ann.key };
let issuer: TokenIssuer;

beforeAll(async () => {
  issuer = await TokenIssuer.start();
});
afterAll(() => issuer.stop());

function started(settings: Record<string, string>): Promise<Served> {
  return serve(OrdersToolset)
    .settings({ TRANSPORT: 'sse,http', HTTP_SESSIONS: 'on', ...accepting(ann), ...settings })
    .sending(KEY)
    .over(httpModern);
}

const documentOf = (resource: string): object => ({
  resource,
  resource_name: 'suite',
  authorization_servers: [issuer.url],
  bearer_methods_supported: ['header'],
  scopes_supported: ['orders:read', 'orders:write'],
});

describe.each(['', '/team'])('row 15: behind a proxy with the prefix "%s"', (prefix) => {
  let proxy: ReverseProxy;
  let origin: string;

  beforeEach(async () => {
    proxy = await ReverseProxy.start(prefix);
    origin = new URL(proxy.url).origin;
    const { url } = await started({ ...issuer.settings, AUTH: 'api-key,jwt', PUBLIC_URL: proxy.url });
    proxy.passOnTo(url);
  });
  afterEach(() => proxy.stop());

  it.each([
    ['POST', '/mcp', '/mcp'],
    ['GET', '/mcp', '/mcp'],
    ['DELETE', '/mcp', '/mcp'],
    ['GET', '/sse', '/sse'],
    ['POST', '/messages', '/sse'],
  ])('a 401 of %s %s points at the metadata of %s, which the official client reads', async (method, path, resource) => {
    const response = await fetch(`${proxy.url}${path}`, { method });
    const { resourceMetadataUrl } = extractWWWAuthenticateParams(response);

    const metadata = await discoverOAuthProtectedResourceMetadata(`${proxy.url}${resource}`, { resourceMetadataUrl });

    expect([response.status, response.headers.get('www-authenticate'), metadata]).toEqual([
      401,
      `Bearer resource_metadata="${proxy.url}/.well-known/oauth-protected-resource${resource}"`,
      documentOf(`${proxy.url}${resource}`),
    ]);
  });

  it('a 401 for a bad token says so, and points there, too', async () => {
    const { headers } = await post(`${proxy.url}/mcp`, initialize, { Authorization: 'Bearer x.y.z' });

    expect(headers.get('www-authenticate')).toBe(
      `Bearer error="invalid_token", resource_metadata="${proxy.url}/.well-known/oauth-protected-resource/mcp"`,
    );
  });

  it.each(['/mcp', '/sse'])('the official client finds the metadata of %s by itself', async (path) => {
    const metadata = await discoverOAuthProtectedResourceMetadata(`${proxy.url}${path}`);

    expect(metadata).toEqual(documentOf(`${proxy.url}${path}`));
  });

  it('the document at the root is that of the first endpoint', async () => {
    const { body } = await send(`${origin}/.well-known/oauth-protected-resource`);

    expect(JSON.parse(body)).toEqual(documentOf(`${proxy.url}/mcp`));
  });

  it('is open to pages of every origin', async () => {
    const url = `${origin}/.well-known/oauth-protected-resource`;

    const answers = [
      await send(url, { headers: { Origin: 'https://anywhere.example.com' } }),
      await send(url, { method: 'OPTIONS', headers: { Origin: 'https://anywhere.example.com' } }),
    ];

    expect(answers.map(({ status, headers }) => [status, headers.get('access-control-allow-origin')])).toEqual([
      [200, '*'],
      [204, '*'],
    ]);
  });

  it.each(['/other', '/mcp/other', '/messages'])('there is no document for %s', async (path) => {
    expect((await send(`${origin}/.well-known/oauth-protected-resource${path}`)).status).toBe(404);
  });
});

describe('row 15', () => {
  it('the document is found under the whole path of the endpoint, where a proxy takes the prefix away', async () => {
    const settings = { ...issuer.settings, AUTH: 'api-key,jwt', PUBLIC_URL: 'https://shop.example.com/api' };
    const { url } = await started(settings);

    const { body } = await send(`${url}/.well-known/oauth-protected-resource/api/mcp`);

    expect(JSON.parse(body)).toEqual(documentOf('https://shop.example.com/api/mcp'));
  });

  it('in an application with a global prefix it is announced and found behind that prefix', async () => {
    const env = { TRANSPORT: 'http', ...issuer.settings, PUBLIC_URL: 'https://shop.example.com/api' };
    const polyport = PolyportModule.forRoot({ name: 'suite', version: '1', env });
    const root = { module: class ShopModule {}, imports: [polyport], providers: [OrdersToolset] };
    const app = await NestFactory.create(root, { logger: false, bodyParser: false });
    app.setGlobalPrefix('api');
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();

    const { headers } = await post(`${url}/api/mcp`, initialize);
    const { body } = await send(`${url}/api/.well-known/oauth-protected-resource/mcp`);
    await app.close();

    expect([headers.get('www-authenticate'), JSON.parse(body)]).toEqual([
      'Bearer resource_metadata="https://shop.example.com/api/.well-known/oauth-protected-resource/mcp"',
      documentOf('https://shop.example.com/api/mcp'),
    ]);
  });

  it('without an issuer there is nothing to find, and a 401 says no more than Bearer', async () => {
    const { url } = await started({});

    const { headers } = await post(`${url}/mcp`, initialize);
    const { status } = await send(`${url}/.well-known/oauth-protected-resource/mcp`);

    expect([headers.get('www-authenticate'), status]).toEqual(['Bearer', 404]);
  });
});
