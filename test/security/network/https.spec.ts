import { serve } from '../../support/serve.js';
import { httpModern } from '../../support/combinations.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';
import { knockOn } from './support/knock.js';
import { everyTransport, routes } from './support/routes.js';

// The client that every application is started with stands behind a proxy that speaks HTTPS.
const secure = { 'x-forwarded-proto': 'https' };

async function started(settings: Record<string, string>): Promise<string> {
  const env = { ...everyTransport, REQUIRE_HTTPS: 'true', ...settings };
  return (await serve(OrdersToolset).settings(env).sending(secure).over(httpModern)).url;
}

describe.each(routes)('$name', (route) => {
  it.each<[string, Record<string, string>, boolean]>([
    ['no word', {}, false],
    ['http', { 'x-forwarded-proto': 'http' }, false],
    ['https', secure, true],
    ['HTTPS', { 'x-forwarded-proto': 'HTTPS' }, true],
    // A proxy that appends: the first word is the client's.
    ['https, http', { 'x-forwarded-proto': 'https, http' }, false],
    ['http, https', { 'x-forwarded-proto': 'http, https' }, false],
    ['https, https', { 'x-forwarded-proto': 'https,https' }, true],
    ['an empty word', { 'x-forwarded-proto': '' }, false],
  ])('row 37: a trusted proxy says %s', async (_word, headers, passes) => {
    const { status } = await knockOn(await started({ TRUST_PROXY: '127.0.0.1' }), route, { headers });

    expect(status).toBe(passes ? route.admitted : 403);
  });

  it('row 37: the word of anybody else counts for nothing', async () => {
    const url = await started({ TRUST_PROXY: '127.0.0.1' });

    const { status, text } = await knockOn(url, route, { headers: secure, from: '127.0.0.2' });

    expect([status, text]).toEqual([403, expect.stringContaining('HTTPS')]);
  });
});
