import { McpContext, Tool, Toolset } from '../../../src/mcp/contract/index.js';

@Toolset({ prefix: 'exports' })
export class ExportsToolset {
  @Tool({ description: 'Export all orders.', task: 'optional', taskStart: 'manual' })
  async orders(ctx: McpContext): Promise<string> {
    const rows = this.count();
    if (rows > 1000) ctx.startTask();
    for (let row = 0; row < rows && !ctx.signal.aborted; row += 1000) await ctx.progress(row, rows);
    return `${rows} orders exported.`;
  }

  protected count(): number {
    return 12_000;
  }
}
