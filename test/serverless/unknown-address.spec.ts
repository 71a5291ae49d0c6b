import { toFetch } from '../../src/index.js';
import { accepting, makeKey } from '../security/auth/support/api-key.js';
import { OrdersToolset } from '../security/auth/support/orders.toolset.js';
import { eventOf } from './support/documents.js';
import { application, lambda } from './support/functions.js';

const ann = makeKey('ann', ['orders:read']);
const env = {
  ...accepting(ann),
  ALLOWED_HOSTS: 'mcp.example.com',
  PUBLIC_URL: 'https://mcp.example.com',
  THROTTLE_AUTH_FAILURE_LIMIT: '3',
};

const BODY = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
const KEYS = ['bad-1', 'bad-2', 'bad-3', 'bad-4', 'bad-5', ann.key];

const REFUSED = [401, 401, 401, 401, 401, 200];
/** One that was never good before has to wait like the one who guesses. */
const BLOCKED = [401, 401, 401, 429, 429, 429];

describe('failed authentications', () => {
  it.each([
    ['shut out nobody where no address is known', {}, REFUSED],
    ['block the address where it is known', { remoteAddress: '198.51.100.7' }, BLOCKED],
  ])('%s, of web requests', async (_what, info, expected) => {
    const { fetch, close } = toFetch(application({ toolsets: [OrdersToolset], env }).boot);
    const statuses: number[] = [];

    for (const key of KEYS) {
      const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
      const init = { method: 'POST', headers: { ...headers, 'X-API-Key': key }, body: BODY };
      statuses.push((await fetch(new Request('https://mcp.example.com/mcp', init), info)).status);
    }
    await close();

    expect(statuses).toEqual(expected);
  });

  it.each([
    ['shut out nobody where it forwards no address', undefined, REFUSED],
    ['block the address that it forwards', '198.51.100.7', BLOCKED],
  ])('%s, behind a load balancer', async (_what, forwarded, expected) => {
    const { handler } = lambda({ toolsets: [OrdersToolset], env });
    const statuses: number[] = [];

    for (const key of KEYS) {
      const headers = { 'x-api-key': key, 'x-forwarded-for': forwarded };
      const event = eventOf('alb', { headers, body: BODY, isBase64Encoded: false });
      statuses.push((await handler(event)).statusCode);
    }

    expect(statuses).toEqual(expected);
  });
});
