import { Public, Tool, Toolset } from '../../src/index.js';
import { httpModern, stdioModern } from '../support/combinations.js';
import { httpWire, stdioWire } from '../support/modern.wire.js';
import { exchange } from '../support/post.js';
import { serve } from '../support/serve.js';
import { httpLegacy } from '../support/combinations.js';
import { McpContext, ToolError } from '../../src/index.js';
import { IsString } from 'class-validator';

class OrderInput {
  @IsString() order!: string;
}

@Public()
@Toolset()
class OrdersToolset {
  @Tool({ name: 'cancel', description: 'Cancels an order, after two questions.' })
  async cancel({ order }: OrderInput, ctx: McpContext): Promise<string> {
    const schema = { type: 'object', properties: {} };
    const first = await ctx.elicit('first', { message: `Cancel ${order}?`, schema });
    if (!first.accepted) throw new ToolError('No.');
    const second = await ctx.elicit('second', { message: 'Sure?', schema });
    return `${order}: ${second.action}`;
  }
}

const yes = { action: 'accept', content: {} };
const FORMS = { elicitation: {} };

describe.each(['stdio', 'http'])('requestState over %s', (transport) => {
  it('opens for the arguments that it was given out for, and for no others', async () => {
    const { app, url } = await serve(OrdersToolset).over(transport === 'stdio' ? stdioModern : httpModern);
    const wire = transport === 'stdio' ? stdioWire(app) : httpWire(url);
    const call = (order: string, extra: object) =>
      wire.ask('tools/call', { name: 'cancel', arguments: { order }, ...extra }, FORMS);
    const { result } = await call('A', { inputResponses: { first: yes } });
    const retry = { requestState: result?.['requestState'], inputResponses: { second: yes } };
    expect((await call('B', retry)).error).toMatchObject({ code: -32602, data: { reason: 'invalid_request_state' } });
    expect((await call('A', retry)).result).toMatchObject({ content: [{ text: 'A: accept' }] });
    await wire.close();
  });
});

describe('methods that the SDK serves itself', () => {
  it.each([
    ['logging/setLevel', { level: 'loud' }, /^Invalid params for logging\/setLevel: params\.level: [^\n]+$/],
    ['initialize', { protocolVersion: '2025-11-25' }, /^Invalid params for initialize: params\.capabilities: [^\n]+$/],
  ])('say in a line what is wrong with their parameters: %s', async (method, params, message) => {
    const { url } = await serve(OrdersToolset).over(httpLegacy);
    const { message: answer } = await exchange(`${url}/mcp`, { jsonrpc: '2.0', id: 1, method, params });
    expect(answer.error).toMatchObject({ code: -32602, message: expect.stringMatching(message) });
  });
});
