import { Tool, Toolset } from '../../src/index.js';
import { legacyMessage, modernHeaders, modernMessage, post } from '../security/auth/support/messages.js';
import { httpModern } from '../support/combinations.js';
import { serve } from '../support/serve.js';

const COUNT = 300;
const DESCRIPTION = 'Zählt — 数える 🧮, and says so at length, as a tool of a real server does.';

/** One method for each tool: together longer than what is kept as text alone. */
class ManyToolset {}
for (let index = 0; index < COUNT; index++) {
  const name = `tool_${index}`;
  Object.defineProperty(ManyToolset.prototype, name, { value: () => index, configurable: true, writable: true });
  const descriptor = Object.getOwnPropertyDescriptor(ManyToolset.prototype, name)!;
  Reflect.defineMetadata('design:paramtypes', [], ManyToolset.prototype, name);
  Tool({ name, description: DESCRIPTION })(ManyToolset.prototype, name, descriptor);
}
Toolset({ name: 'many' })(ManyToolset);

interface ListAnswer {
  readonly id: unknown;
  readonly jsonrpc: unknown;
  readonly result: { readonly tools: { readonly name: string; readonly description: string }[] };
}

const read = (body: string): ListAnswer => JSON.parse(body.replace(/^.*?^data: (?=\{)/ms, '')) as ListAnswer;

describe('a list that is kept as bytes', () => {
  it.each([
    ['legacy', 'text/event-stream', (id: string) => [legacyMessage('tools/list', {}, id), {}] as const],
    [
      'modern',
      'application/json',
      (id: string) => [modernMessage('tools/list', {}, id), modernHeaders('tools/list')] as const,
    ],
  ])('is whole and has the id of its request, %s era', async (_era, type, message) => {
    const { url } = await serve(ManyToolset).settings({ PAGE_SIZE: '1000' }).over(httpModern);

    for (const id of ['first', 'zweite — 🧮', '3']) {
      const { status, headers, body } = await post(`${url}/mcp`, ...message(id));

      expect([status, headers.get('content-type'), Number(headers.get('content-length'))]).toEqual([
        200,
        type,
        Buffer.byteLength(body),
      ]);
      const answer = read(body);
      expect([answer.id, answer.jsonrpc, answer.result.tools.length]).toEqual([id, '2.0', COUNT]);
      expect(new Set(answer.result.tools.map(({ description }) => description))).toEqual(new Set([DESCRIPTION]));
    }
  });
});
