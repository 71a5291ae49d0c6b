import { Injectable } from '@nestjs/common';
import { AccessPolicy, ChangeNotifier, type Capability } from '../../../src/index.js';
import { combinations } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { serve } from '../../support/serve.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';

let ended = false;

/** Takes the orders away once access has ended. */
@Injectable()
class EndingPolicy extends AccessPolicy {
  allows(_principal: unknown, { name }: Capability): boolean {
    return !(ended && name === 'orders://item/{id}');
  }
}

beforeEach(() => (ended = false));

describe.each(combinations.filter(({ announces }) => announces))('row 17: over $name', (combination) => {
  it('a subscriber whose access has ended hears of no further change', async () => {
    const { client, app } = await serve(OrdersToolset)
      .providing({ provide: AccessPolicy, useClass: EndingPolicy })
      .over(combination);
    await client.follow('orders://item/1', 'orders://all');
    const changes = app.get(ChangeNotifier, { strict: false });
    const uris = (): unknown[] => client.notices.flatMap(({ params }) => params?.['uri'] ?? []);

    changes.resourceUpdated('orders://item/1');
    await eventually(() => expect(uris()).toEqual(['orders://item/1']));
    ended = true;
    changes.resourceUpdated('orders://item/1');
    changes.resourceUpdated('orders://all');

    await eventually(() => expect(uris()).toContain('orders://all'));
    expect(uris()).toEqual(['orders://item/1', 'orders://all']);
  });
});
