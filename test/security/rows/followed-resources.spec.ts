import { combinations } from '../../support/combinations.js';
import { httpWire, stdioWire } from '../../support/modern.wire.js';
import { refusalOf } from '../../support/refusal.js';
import { serve, type Served } from '../../support/serve.js';
import { httpModern, stdioModern } from '../../support/combinations.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';

const LIMIT = 1000;
const uris = (count: number): string[] => Array.from({ length: count }, (_, id) => `orders://item/${id}`);
const announcing = combinations.filter(({ announces }) => announces);

function started(combination: (typeof combinations)[number]): Promise<Served> {
  return serve(OrdersToolset).settings({ THROTTLE_LIMIT: '0' }).over(combination);
}

describe.each(announcing.filter(({ era }) => era === 'legacy'))('row 30: over $name', (combination) => {
  it('a session follows 1,000 resources, and the next one is refused', async () => {
    const { client } = await started(combination);
    await client.follow(...uris(LIMIT));

    // What is followed already is no more of them.
    await client.follow('orders://item/7');
    const refusal = await refusalOf(client.follow('orders://all'));

    expect(refusal).toEqual({
      code: -32000,
      message: 'You follow 1000 resources, and no more may be followed: unsubscribe from one first',
    });
    expect(await client.call('orders_read')).toMatchObject({ content: [{ text: 'read' }] });
  });
});

describe.each([stdioModern, httpModern])('row 30: over $name', (combination) => {
  it.each([
    ['resources', { resourceSubscriptions: uris(LIMIT + 1) }, {}],
    ['tasks', { taskIds: uris(LIMIT + 1) }, { extensions: { 'io.modelcontextprotocol/tasks': {} } }],
  ])(
    'a subscription to more than 1,000 %s is refused, and the next request is served',
    async (what, filter, features) => {
      const { app, url } = await started(combination);
      const wire = combination.transport === 'stdio' ? stdioWire(app) : httpWire(url);

      const answer = await wire.ask('subscriptions/listen', { notifications: filter }, features);
      const after = await wire.ask('tools/call', { name: 'orders_read' });
      await wire.close();

      expect(answer.error).toEqual({ code: -32602, message: `A subscription names at most 1000 ${what}, not 1001` });
      expect(after.result).toMatchObject({ content: [{ text: 'read' }] });
    },
  );

  it('a subscription to 1,000 resources is taken', async () => {
    const { client } = await started(combination);

    await expect(client.follow(...uris(LIMIT))).resolves.toBeUndefined();
  });
});
