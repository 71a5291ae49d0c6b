import { IsBoolean } from 'class-validator';
import { McpContext, Tool, ToolError, Toolset } from '../../../src/mcp/contract/index.js';

class Choice {
  @IsBoolean() drafts: boolean = false;
}

@Toolset({ prefix: 'reports' })
export class ReportsToolset {
  // #region long
  @Tool({ description: 'Build the yearly report.', timeoutMs: 120_000 })
  async build(ctx: McpContext): Promise<string> {
    for (let month = 1; month <= 12; month += 1) {
      ctx.signal.throwIfAborted();
      await ctx.progress(month, 12, `Month ${month}`);
    }
    await ctx.log('info', { months: 12 });
    return 'The report is ready.';
  }
  // #endregion

  // #region ask
  @Tool({ description: 'Summarise the reports in the folders of the user.' })
  async summarise(ctx: McpContext): Promise<string> {
    const [roots, choice] = await Promise.all([
      ctx.roots(),
      ctx.elicit('drafts', { message: 'Include drafts?', schema: Choice }),
    ]);
    if (!choice.accepted) throw new ToolError('The user declined.');
    const where = roots.map(({ uri }) => uri).join(', ');
    const what = choice.content.drafts ? 'reports and drafts' : 'reports';
    const answer = await ctx.sample('summary', { messages: `Summarise the ${what} in ${where}.`, maxTokens: 500 });
    return answer.text;
  }
  // #endregion

  // #region optional
  @Tool({ description: 'Delete the report of a month.' })
  async remove(ctx: McpContext): Promise<string> {
    if (!ctx.supports('elicitation')) throw new ToolError('Deleting needs a client that can ask its user.');
    const answer = await ctx.elicit('confirm', { message: 'Delete the report?', schema: Choice });
    return answer.accepted ? 'Deleted.' : 'Kept.';
  }
  // #endregion
}
