import {
  Client,
  ClientCredentialsProvider,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client';
import { httpLegacy, httpModern, httpSessionsLegacy, sse, type Combination } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from './support/api-key.js';
import { CodeFlowProvider } from './support/code-flow.provider.js';
import { IdentityProvider } from './support/identity-provider.js';
import { OrdersToolset } from './support/orders.toolset.js';
import { Person } from './support/person.js';
import { ReverseProxy } from './support/reverse-proxy.js';

const admin = makeKey('admin', ['*']);
let provider: IdentityProvider;
let proxy: ReverseProxy;

beforeAll(async () => {
  provider = await IdentityProvider.start();
});
beforeEach(async () => {
  proxy = await ReverseProxy.start('/team');
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await proxy.stop();
});
afterAll(() => provider.stop());

/** A server that trusts the provider, behind the proxy. */
async function started(combination: Combination = httpModern): Promise<URL> {
  const trust = { AUTH: 'api-key,jwt', JWT_ISSUER: provider.issuer, PUBLIC_URL: proxy.url };
  const { url } = await serve(OrdersToolset)
    .settings({ ...accepting(admin), ...trust, TRANSPORT: 'sse,http', ...combination.env })
    .sending({ 'X-API-Key': admin.key })
    .over(httpModern);
  proxy.passOnTo(url);
  return new URL(`${proxy.url}/${combination.transport === 'sse' ? 'sse' : 'mcp'}`);
}

function transportTo(url: URL, authProvider: OAuthClientProvider): StreamableHTTPClientTransport | SSEClientTransport {
  const Transport = url.pathname.endsWith('/sse') ? SSEClientTransport : StreamableHTTPClientTransport;
  return new Transport(url, { authProvider });
}

const clients: Client[] = [];

function newClient(era: 'legacy' | 'modern'): Client {
  const info = { name: 'suite', version: '1' };
  const options = era === 'modern' ? ({ versionNegotiation: { mode: { pin: '2026-07-28' } } } as const) : {};
  const client = new Client(info, options);
  clients.push(client);
  return client;
}

async function principalOf(client: Client): Promise<unknown> {
  const { content } = await client.callTool({ name: 'orders_whoami', arguments: {} });
  return JSON.parse((content[0] as { text: string }).text);
}

/** Asks for less than it is offered, until it is told what it lacks. */
class CautiousProvider extends ClientCredentialsProvider {
  override prepareTokenRequest(scope?: string): URLSearchParams {
    return super.prepareTokenRequest(this.tokens() ? scope : 'orders:read');
  }
}

const job = (Provider = ClientCredentialsProvider): ClientCredentialsProvider =>
  new Provider({
    clientId: 'nightly-job',
    clientSecret: 'a-secret-of-the-nightly-job',
    expectedIssuer: provider.issuer,
  });

describe.each([sse, httpModern, httpLegacy, httpSessionsLegacy])(
  'a real identity provider over $name',
  (combination) => {
    it('row 15: client credentials: the official client finds the provider and gets in', async () => {
      const url = await started(combination);
      const client = newClient(combination.era);

      await client.connect(transportTo(url, job()));

      expect(await principalOf(client)).toEqual({
        method: 'jwt',
        issuer: provider.issuer,
        subject: 'nightly-job',
        clientId: 'nightly-job',
        scopes: ['orders:read', 'orders:write'],
      });
    });

    it('row 15: authorization code with PKCE: a person logs in, consents, gets in and stays in with a refreshed token (row 6)', async () => {
      const url = await started(combination);
      const auth = new CodeFlowProvider(provider.issuer, 'editor');
      const first = transportTo(url, auth);

      await expect(newClient(combination.era).connect(first)).rejects.toThrow(UnauthorizedError);
      const callback = await new Person('ann').authorize(auth.authorizationUrl!);
      await first.finishAuth(callback.searchParams);
      const client = newClient(combination.era);
      await client.connect(transportTo(url, auth));

      const ann = { method: 'jwt', issuer: provider.issuer, subject: 'ann', clientId: 'editor' };
      expect(await principalOf(client)).toMatchObject(ann);
      // The client renews what is refused, and goes on in the session that it has.
      const { access_token: before } = auth.stored!;
      auth.stored = { ...auth.stored!, access_token: 'not.accepted.any-more' };
      expect(await principalOf(client)).toMatchObject(ann);
      expect([before, 'not.accepted.any-more']).not.toContain(auth.stored.access_token);
    });
  },
);

// The official client of HTTP+SSE leaves step-up to its application.
describe.each([httpModern, httpLegacy, httpSessionsLegacy])('a real identity provider over $name', (combination) => {
  it('row 16: step-up: the official client gets the scopes that it lacks, and the call goes through', async () => {
    const url = await started(combination);
    const client = newClient(combination.era);
    const auth = job(CautiousProvider);
    await client.connect(transportTo(url, auth));

    const before = auth.tokens()?.scope;
    const { content } = await client.callTool({ name: 'orders_write', arguments: {} });

    expect([before, content, auth.tokens()?.scope]).toEqual([
      'orders:read',
      [{ type: 'text', text: 'written' }],
      'orders:read orders:write',
    ]);
  });
});

describe('row 20: a real identity provider', () => {
  it('rotates its keys while clients are connected: the next token works', async () => {
    const url = await started();
    const connected = newClient('modern');
    await connected.connect(transportTo(url, job()));
    const before = await provider.fetches();

    await provider.rotate();
    const past = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => past() + 31_000);
    const next = newClient('modern');
    await next.connect(transportTo(url, job()));

    expect([await principalOf(next), (await provider.fetches()) - before]).toEqual([
      expect.objectContaining({ subject: 'nightly-job' }),
      1,
    ]);
  });
});
