import { OrdersToolset } from '../security/auth/support/orders.toolset.js';
import { TokenIssuer } from '../security/auth/support/token-issuer.js';
import { eventOf } from './support/documents.js';
import { lambda } from './support/functions.js';

let issuer: TokenIssuer;

beforeEach(async () => {
  issuer = await TokenIssuer.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await issuer.stop();
});

/** What a token is worth, when ten minutes have passed that the process stood still in. */
async function worthLater(meanwhile: () => Promise<void>): Promise<number[]> {
  const { handler } = lambda({
    toolsets: [OrdersToolset],
    env: { ...issuer.settings, ALLOWED_HOSTS: 'mcp.example.com' },
  });
  const token = await issuer.token();
  const headers = { host: 'mcp.example.com', authorization: `Bearer ${token}` };
  const statusOf = async (): Promise<number> => (await handler(eventOf('function-url', { headers }))).statusCode;
  const before = await statusOf();
  await meanwhile();
  const past = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => past() + 601_000);
  return [before, await statusOf()];
}

describe('in a function the keys of the issuer', () => {
  it('that were withdrawn while it stood still open nothing any more', async () => {
    expect(await worthLater(() => issuer.rotate('second'))).toEqual([200, 401]);
  });

  it('go on being good while the issuer cannot be reached', async () => {
    expect(await worthLater(() => issuer.stop())).toEqual([200, 200]);
  });
});
