import { McpContext, Scopes, Tool, ToolError, Toolset } from '../../../src/mcp/contract/index.js';
import { CancelOrderInput, Confirmation, OrderView } from './order.dto.js';
import { OrdersService } from './orders.service.js';

@Toolset({ prefix: 'orders' })
export class OrdersToolset {
  constructor(private readonly orders: OrdersService) {}

  @Tool({ description: 'Cancel an order that has not been shipped yet.', output: OrderView })
  @Scopes('orders:write')
  async cancel({ order, reason }: CancelOrderInput, ctx: McpContext): Promise<OrderView> {
    if (this.orders.find(order)?.state !== 'open') throw new ToolError(`${order} is not open: nothing to cancel.`);
    const answer = await ctx.elicit('confirm', { message: `Cancel ${order}?`, schema: Confirmation });
    if (!answer.accepted || !answer.content.cancel) throw new ToolError('The user declined.');
    return this.orders.cancel(order, reason);
  }
}
