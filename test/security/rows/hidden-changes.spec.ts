import { ChangeNotifier } from '../../../src/index.js';
import { combinations } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { serve, type Served } from '../../support/serve.js';
import { accepting, makeKey } from '../auth/support/api-key.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';

const SCOPES = ['orders:read'];
const announcing = combinations.filter(({ announces }) => announces);

function started(combination: (typeof combinations)[number]): Promise<Served> {
  const ann = makeKey('ann', SCOPES);
  const settings = combination.transport === 'stdio' ? { STDIO_SCOPES: SCOPES.join() } : accepting(ann);
  return serve(OrdersToolset).settings(settings).sending({ 'X-API-Key': ann.key }).over(combination);
}

describe.each(announcing)('row 17: over $name', (combination) => {
  it('nobody hears of changes of a resource that is hidden from them', async () => {
    const { client, app } = await started(combination);
    // The earlier revisions refuse the subscription, the later one leaves it out of what it acknowledges.
    if (combination.era === 'legacy')
      await expect(client.follow('orders://item/1')).rejects.toThrow(/scopes|not found/);
    await client.follow(...(combination.era === 'legacy' ? [] : ['orders://item/1']), 'orders://all');

    const changes = app.get(ChangeNotifier, { strict: false });
    changes.resourceUpdated('orders://item/1');
    changes.resourceUpdated('orders://all');

    const uris = (): unknown[] => client.notices.flatMap(({ params }) => params?.['uri'] ?? []);
    await eventually(() => expect(uris()).toContain('orders://all'));
    expect(uris()).not.toContain('orders://item/1');
  });
});

describe.each(combinations)('row 17: over $name', (combination) => {
  it('completions of a hidden template or prompt are refused as if it were not there', async () => {
    const { client } = await started(combination);
    const asked = [
      client.complete({ type: 'ref/resource', uri: 'orders://item/{id}' }, { name: 'id', value: '' }),
      client.complete({ type: 'ref/prompt', name: 'orders_explain' }, { name: 'topic', value: '' }),
    ];

    const outcomes = await Promise.allSettled(asked);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(JSON.stringify(client.received)).not.toContain('tax');
  });
});
