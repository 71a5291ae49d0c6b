import { serve } from '../../support/serve.js';
import { httpModern } from '../../support/combinations.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';
import { knockOn } from './support/knock.js';
import { everyTransport, routes } from './support/routes.js';

const APP = 'https://app.example.com';
const NAME = 'mcp.example.com';

async function started(): Promise<string> {
  const settings = { ...everyTransport, ALLOWED_ORIGINS: APP, ALLOWED_HOSTS: `${NAME},127.0.0.1` };
  return (await serve(OrdersToolset).settings(settings).over(httpModern)).url;
}

describe.each(routes)('$name', (route) => {
  it.each(['https://evil.example', 'null', 'garbage', '', 'http://localhost.evil.com', `${APP}.evil.com`, `${APP}:1`])(
    'row 3: Origin %j → 403',
    async (origin) => {
      const { status, text } = await knockOn(await started(), route, { headers: { origin } });

      expect([status, JSON.parse(text)]).toEqual([
        403,
        expect.objectContaining({
          error: { code: -32000, message: expect.stringContaining('ALLOWED_ORIGINS') as string },
        }),
      ]);
    },
  );

  it('row 3: no Origin, a listed one and the own one pass', async () => {
    const url = await started();

    const pages: Record<string, string>[] = [{}, { origin: APP }, { origin: url }];
    const statuses = pages.map(async (headers) => (await knockOn(url, route, { headers })).status);

    expect(await Promise.all(statuses)).toEqual([route.admitted, route.admitted, route.admitted]);
  });

  it.each(['evil.example', 'localhost', '127.0.0.1.nip.io', 'a b', '[::1', '@'])(
    'row 4: Host %j → 403',
    async (host) => {
      const { status } = await knockOn(await started(), route, { headers: { host } });

      expect(status).toBe(403);
    },
  );

  it('row 4: Host and Origin are checked independently of each other', async () => {
    const url = await started();
    const pairs: Record<string, string>[] = [
      { host: NAME },
      { host: 'evil.example', origin: APP },
      { host: 'evil.example', origin: 'http://evil.example' },
      { host: NAME, origin: 'https://evil.example' },
    ];

    const statuses = pairs.map(async (headers) => (await knockOn(url, route, { headers })).status);

    expect(await Promise.all(statuses)).toEqual([route.admitted, 403, 403, 403]);
  });
});
