import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { PassThrough } from 'node:stream';
import { ThrottlerModule } from '@nestjs/throttler';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ExportsToolset } from '../examples/guide/exports.toolset.js';
import { OfficeToolset } from '../examples/guide/office.toolset.js';
import { RecipesToolset } from '../examples/guide/recipes.toolset.js';
import { ReportsToolset } from '../examples/guide/reports.toolset.js';
import { ShippingToolset } from '../examples/guide/shipping.toolset.js';
import { OrdersService } from '../examples/orders/orders.service.js';
import { OrdersToolset } from '../examples/orders/orders.toolset.js';
import { bootstrap } from '../examples/shop/main.js';
import { serve as serveShop } from '../examples/shop/stdio.js';
import { combinations, httpModern, stdioLegacy, stdioModern } from '../support/combinations.js';
import { eventually } from '../support/eventually.js';
import { serve } from '../support/serve.js';
import { StreamTransport } from '../support/stream.transport.js';

/** A request of 2026-07-28 from a client that knows tasks, which the official clients do not yet. */
async function post(url: string, method: string, params: object, name: string): Promise<unknown> {
  const prefix = 'io.modelcontextprotocol';
  const meta = {
    [`${prefix}/protocolVersion`]: '2026-07-28',
    [`${prefix}/clientInfo`]: { name: 'test', version: '1' },
    [`${prefix}/clientCapabilities`]: { extensions: { [`${prefix}/tasks`]: {} } },
  };
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': '2026-07-28',
      'Mcp-Method': method,
      'Mcp-Name': name,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } }),
  });
  const text = await response.text();
  const data = text.startsWith('{') ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? text);
  const { result, error } = JSON.parse(data) as { result?: unknown; error?: unknown };
  return result ?? error;
}

const accept = (content: Record<string, boolean | string> = {}) => ({ action: 'accept' as const, content });

describe.each(combinations)('the toolset of the README over $name', (combination) => {
  it('is listed, checks its input, and asks where the client can be asked', async () => {
    const { client } = await serve(OrdersToolset)
      .providing(OrdersService)
      .answering({ elicitation: () => accept() })
      .over(combination);
    const [tool] = await client.tools();
    expect(tool).toMatchObject({
      name: 'orders_cancel',
      inputSchema: { required: ['order'], properties: { order: { pattern: '^SO-\\d{6}$' } } },
      outputSchema: { required: ['order', 'state'] },
    });
    expect(await client.call('orders_cancel', { order: '1' })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('order: must match') }],
    });
    const answer = await client.call('orders_cancel', { order: 'SO-100001' });
    if (combination.asks) expect(answer.structuredContent).toEqual({ order: 'SO-100001', state: 'cancelled' });
    else expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('elicitation') }] });
  });
});

describe('the examples of the guides', () => {
  it('take input by class, by Standard Schema and by JSON Schema', async () => {
    const { client } = await serve(ShippingToolset).over(stdioLegacy);
    const address = { street: 'Rue 1', country: 'FR' };
    const quote = await client.call('shipping_quote', { address, grams: [200, 300] });
    expect(quote.structuredContent).toEqual({ cents: 880 });
    expect(await client.call('shipping_quote', { address: { street: '', country: 'DE' }, grams: [0] })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/address\.street[^]*address\.country[^]*grams/) }],
    });
    expect((await client.call('shipping_track', { parcel: 'P-1' })).content).toEqual([
      { type: 'text', text: 'P-1: on the road' },
    ]);
    const label = await client.call('shipping_label', { parcel: 'P-1', copies: 2 });
    expect(label.content.map(({ type }) => type)).toEqual(['text', 'image', 'resource_link']);
    const undeclared = await client.call('shipping_label', { parcel: 'P-1', colour: 'red' });
    expect(undeclared).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('colour') }] });
  });

  it.each([stdioLegacy, stdioModern, httpModern])('ask the client in several ways over $name', async (combination) => {
    const { client } = await serve(ReportsToolset)
      .answering({
        elicitation: () => accept({ drafts: true }),
        roots: () => [{ uri: 'file:///reports' }],
        sampling: ({ messages }) => ({
          role: 'assistant',
          model: 'test',
          content: { type: 'text', text: JSON.stringify(messages) },
        }),
      })
      .over(combination);
    expect((await client.call('reports_summarise')).content).toMatchObject([
      { text: expect.stringContaining('Summarise the reports and drafts in file:///reports.') },
    ]);
    expect((await client.call('reports_remove')).content).toMatchObject([{ text: 'Deleted.' }]);
    expect((await client.call('reports_build')).content).toMatchObject([{ text: 'The report is ready.' }]);
  });

  it('say so when a client cannot be asked', async () => {
    const { client } = await serve(ReportsToolset).over(stdioModern);
    expect(await client.call('reports_remove')).toMatchObject({
      isError: true,
      content: [{ text: 'Deleting needs a client that can ask its user.' }],
    });
  });

  it('answer at once where a client knows no tasks', async () => {
    const { client } = await serve(ExportsToolset).over(stdioModern);
    expect((await client.call('exports_orders')).content).toEqual([{ type: 'text', text: '12000 orders exported.' }]);
  });

  it('become a task for a client that knows them', async () => {
    const { url } = await serve(ExportsToolset).over(httpModern);
    const created = await post(url, 'tools/call', { name: 'exports_orders', arguments: {} }, 'exports_orders');
    expect(created).toMatchObject({ resultType: 'task', status: 'working', taskId: expect.any(String) });
    const { taskId } = created as { taskId: string };
    let done = created;
    for (let round = 0; round < 100 && (done as { status: string }).status === 'working'; round += 1) {
      done = await post(url, 'tasks/get', { taskId }, taskId);
    }
    expect(done).toMatchObject({ status: 'completed', result: { content: [{ text: '12000 orders exported.' }] } });
  });

  it('offer resources, prompts, completions and announce changes', async () => {
    const { client } = await serve(RecipesToolset).over(stdioLegacy);
    expect((await client.resources()).map(({ uri }) => uri).sort()).toEqual([
      'recipes://ramen',
      'recipes://risotto',
      'recipes://statistics',
    ]);
    expect((await client.read('recipes://ramen')).contents).toEqual([
      { uri: 'recipes://ramen', mimeType: 'text/markdown', text: 'Boil the noodles.' },
    ]);
    const suggested = await client.complete(
      { type: 'ref/prompt', name: 'recipes_menu' },
      { name: 'dish', value: 'ra' },
    );
    expect(suggested.values).toEqual(['ramen']);
    expect((await client.prompt('recipes_menu', { dish: 'ramen' })).messages).toHaveLength(1);
    await client.follow('recipes://statistics');
    await client.call('recipes_forget', { dish: 'ramen' });
    await eventually(() =>
      expect(client.notices.map(({ method }) => method)).toEqual(
        expect.arrayContaining(['notifications/resources/list_changed', 'notifications/resources/updated']),
      ),
    );
  });

  it('guard a toolset, and show a caller only what it may use', async () => {
    const clock = jest.spyOn(Date.prototype, 'getHours').mockReturnValue(23);
    const start = (scopes: string) =>
      serve(OfficeToolset)
        .importing(ThrottlerModule.forRoot([{ ttl: 60_000, limit: 2 }]))
        .settings({ STDIO_SCOPES: scopes })
        .over(stdioLegacy);
    const { client: visitor } = await start('office:read');
    expect((await visitor.tools()).map(({ name }) => name)).toEqual(['office_present', 'office_address']);
    expect(await visitor.call('office_present')).toMatchObject({
      isError: true,
      content: [{ text: "office_present is available from 8 to 18 o'clock." }],
    });
    const { client: watchman } = await start('office:read,office:door,office:night');
    const answers = [];
    for (let call = 0; call < 3; call += 1) answers.push(await watchman.call('office_open'));
    expect(answers.map(({ isError }) => isError ?? false)).toEqual([false, false, true]);
    expect(answers[2]?.content).toEqual([{ type: 'text', text: 'ThrottlerException: Too Many Requests' }]);
    clock.mockRestore();
  });

  it('serve another application under its global prefix', async () => {
    const app = await bootstrap(0);
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    const client = new Client({ name: 'test', version: '1' });
    try {
      await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/api/mcp`)));
      expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['orders_cancel']);
    } finally {
      await client.close();
      await app.close();
    }
  });

  it('serve another application over stdio, until its input closes', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const served = serveShop(input, output);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamTransport(output, input));
    expect(client.getServerVersion()).toEqual({ name: 'shop', version: '1.0.0' });
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['orders_cancel']);
    await client.close();
    await served;
  });
});
