import { TestContext } from '../../../src/mcp/contract/index.js';
import { OrdersService } from './orders.service.js';
import { OrdersToolset } from './orders.toolset.js';

// #region test
it('leaves the order alone when the user declines', async () => {
  const orders = new OrdersService();
  const ctx = new TestContext();
  await expect(new OrdersToolset(orders).cancel({ order: 'SO-100001' }, ctx)).rejects.toThrow('The user declined.');
  expect(ctx.asked).toEqual([['confirm', 'Cancel SO-100001?']]);
  expect(orders.find('SO-100001')).toEqual({ order: 'SO-100001', state: 'open' });
});

it('cancels when the user agrees', async () => {
  const ctx = new TestContext({ elicit: { confirm: { cancel: true } } });
  const cancelled = await new OrdersToolset(new OrdersService()).cancel({ order: 'SO-100001' }, ctx);
  expect(cancelled).toEqual({ order: 'SO-100001', state: 'cancelled' });
});
// #endregion
