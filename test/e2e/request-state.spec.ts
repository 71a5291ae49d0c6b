import { IsString } from 'class-validator';
import { McpContext, Tool, Toolset } from '../../src/index.js';
import { httpModern } from '../support/combinations.js';
import { exchange } from '../support/post.js';
import { serve } from '../support/serve.js';

class Name {
  @IsString() name!: string;
}

@Toolset()
class AskingToolset {
  @Tool({ description: 'Ask twice.' })
  async first(ctx: McpContext): Promise<string> {
    const one = await ctx.elicit('one', { message: 'One?', schema: Name });
    const two = await ctx.elicit('two', { message: 'Two?', schema: Name });
    return `${one.content?.name} ${two.content?.name}`;
  }

  @Tool({ description: 'Ask as well.' })
  second(ctx: McpContext): Promise<string> {
    return this.first(ctx);
  }
}

interface Round {
  readonly requestState: string;
  readonly inputRequests: Record<string, unknown>;
  readonly content?: unknown;
}

/** One round of a call, as it goes over the wire. */
async function round(url: string, name: string, carried: object = {}): Promise<Round & { code?: number }> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
  };
  const { message } = await exchange(
    `${url}/mcp`,
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {}, ...carried, _meta } },
    { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': name },
  );
  return (message.error ?? message.result) as Round;
}

const answer = (key: string, name: string): object => ({
  inputResponses: { [key]: { action: 'accept', content: { name } } },
});

describe('row 12: the state of a call that asks in rounds', () => {
  it('carries the answers given so far', async () => {
    const { url } = await serve(AskingToolset).over(httpModern);

    const one = await round(url, 'first');
    const two = await round(url, 'first', { ...answer('one', 'Ada'), requestState: one.requestState });
    const end = await round(url, 'first', { ...answer('two', 'Bob'), requestState: two.requestState });

    expect([Object.keys(one.inputRequests), Object.keys(two.inputRequests), end.content]).toEqual([
      ['one'],
      ['two'],
      [{ type: 'text', text: 'Ada Bob' }],
    ]);
  });

  it.each([
    ['was changed', (state: string) => `${state.slice(0, -2)}AA`],
    ['was made up', () => 'made-up'],
    ['is empty', () => ''],
  ])('is refused when it %s', async (_how, change) => {
    const { url } = await serve(AskingToolset).over(httpModern);
    const { requestState } = await round(url, 'first');

    const refusal = await round(url, 'first', { ...answer('one', 'Ada'), requestState: change(requestState) });

    expect(refusal).toEqual({
      code: -32602,
      message: 'Invalid or expired requestState: start again without it',
      data: { reason: 'invalid_request_state' },
    });
  });

  it('is refused to another tool', async () => {
    const { url } = await serve(AskingToolset).over(httpModern);
    const { requestState } = await round(url, 'first');

    const refusal = await round(url, 'second', { ...answer('one', 'Ada'), requestState });

    expect(refusal.code).toBe(-32602);
  });

  it.each([
    ['another secret', 'b'.repeat(40), -32602],
    ['the same secret', 'a'.repeat(40), undefined],
  ])('opens for another node only with the same secret: %s', async (_which, secret, code) => {
    const { url } = await serve(AskingToolset)
      .settings({ STATE_SECRET: 'a'.repeat(40) })
      .over(httpModern);
    const { url: other } = await serve(AskingToolset).settings({ STATE_SECRET: secret }).over(httpModern);
    const { requestState } = await round(url, 'first');

    const next = await round(other, 'first', { ...answer('one', 'Ada'), requestState });

    expect(next.code).toBe(code);
  });
});
