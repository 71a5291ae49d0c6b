import {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client';
import { httpModern, httpLegacy, httpSessionsLegacy } from '../../support/combinations.js';
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
  await proxy.stop();
});
afterAll(() => provider.stop());

const combinations = [httpModern, httpLegacy, httpSessionsLegacy];

/** A server that trusts the provider, behind the proxy. */
async function started(combination = httpModern): Promise<URL> {
  const { url } = await serve(OrdersToolset)
    .settings({ ...accepting(admin), AUTH: 'api-key,jwt', JWT_ISSUER: provider.issuer, PUBLIC_URL: proxy.url })
    .sending({ 'X-API-Key': admin.key })
    .over(combination);
  proxy.passOnTo(url);
  return new URL(`${proxy.url}/mcp`);
}

function transportTo(url: URL, authProvider: OAuthClientProvider): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(url, { authProvider });
}

function newClient(era: 'legacy' | 'modern'): Client {
  const info = { name: 'suite', version: '1' };
  return era === 'modern'
    ? new Client(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
    : new Client(info);
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

describe.each(combinations)('a real identity provider over $name', (combination) => {
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
    await client.close();
  });

  it('row 15: authorization code with PKCE: a person logs in, consents and gets in', async () => {
    const url = await started(combination);
    const auth = new CodeFlowProvider(provider.issuer, 'editor');
    const first = transportTo(url, auth);

    await expect(newClient(combination.era).connect(first)).rejects.toThrow(UnauthorizedError);
    const callback = await new Person('ann').authorize(auth.authorizationUrl!);
    await first.finishAuth(callback.searchParams);
    const client = newClient(combination.era);
    await client.connect(transportTo(url, auth));

    expect(await principalOf(client)).toMatchObject({
      method: 'jwt',
      issuer: provider.issuer,
      subject: 'ann',
      clientId: 'editor',
    });
    await client.close();
  });

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
    await client.close();
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
    await Promise.all([connected.close(), next.close()]);
  });
});
