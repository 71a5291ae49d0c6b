import { IsString } from 'class-validator';
import {
  ChangeNotifier,
  Complete,
  CompletionRequest,
  ListResources,
  Prompt,
  Public,
  Resource,
  ResourceTemplate,
  Scopes,
  Tool,
  Toolset,
  type ResourceEntry,
} from '../../src/index.js';
import { stdioLegacy, stdioModern } from '../support/combinations.js';
import { eventually } from '../support/eventually.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

class Variables {
  @IsString() id!: string;
}

class Arguments {
  @IsString() topic!: string;
}

@Scopes('orders:read')
@Toolset({ prefix: 'orders' })
class OrdersToolset {
  @Tool({ description: 'Read.' })
  read(): string {
    return 'read';
  }

  @Tool({ description: 'Write.' })
  @Scopes('orders:read', 'orders:write')
  write(): string {
    return 'written';
  }

  @Tool({ description: 'Status.' })
  @Public()
  status(): string {
    return 'open';
  }

  @Resource({ uri: 'orders://summary', description: 'Summary.' })
  summary(): string {
    return 'summary';
  }

  @Resource({ uri: 'orders://secrets', description: 'Secrets.' })
  @Scopes('orders:admin')
  secrets(): string {
    return 'secrets';
  }

  @ResourceTemplate({ uriTemplate: 'orders://item/{id}', description: 'An item.' })
  @Scopes('orders:admin')
  item({ id }: Variables): string {
    return id;
  }

  @ListResources('item')
  items(): ResourceEntry[] {
    return [{ uri: 'orders://item/1', name: '1' }];
  }

  @Complete('item', 'id')
  ids(_request: CompletionRequest): string[] {
    return ['1'];
  }

  @Prompt({ description: 'Explain.' })
  @Scopes('orders:admin')
  explain({ topic }: Arguments): string {
    return topic;
  }

  @Complete('explain', 'topic')
  topics(_request: CompletionRequest): string[] {
    return ['tax'];
  }

  @Prompt({ description: 'Help.' })
  help(): string {
    return 'help';
  }
}

const names = (items: readonly { name: string }[]): string[] => items.map(({ name }) => name);

describe.each([stdioLegacy, stdioModern])('scopes over $name', (combination) => {
  it.each([
    [
      '*',
      {
        tools: ['orders_read', 'orders_write', 'orders_status'],
        resources: ['orders_summary', 'orders_secrets', '1'],
        templates: ['orders_item'],
        prompts: ['orders_explain', 'orders_help'],
      },
    ],
    [
      'orders:read,orders:write',
      {
        tools: ['orders_read', 'orders_write', 'orders_status'],
        resources: ['orders_summary'],
        templates: [],
        prompts: ['orders_help'],
      },
    ],
    ['orders:write', { tools: ['orders_status'], resources: [], templates: [], prompts: [] }],
  ])('decide what is listed: %s', async (granted, expected) => {
    const { client } = await serve(OrdersToolset).settings({ STDIO_SCOPES: granted }).over(combination);

    const listed = {
      tools: names(await client.tools()),
      resources: names(await client.resources()),
      templates: names(await client.templates()),
      prompts: names(await client.prompts()),
    };

    expect(listed).toEqual(expected);
  });

  it('decide what can be called: what is hidden does not exist', async () => {
    const { client } = await serve(OrdersToolset).settings({ STDIO_SCOPES: 'orders:read' }).over(combination);
    const argument = { name: 'x', value: '' };

    const refusals = await Promise.all(
      [
        client.call('orders_write'),
        client.read('orders://secrets'),
        client.read('orders://item/1'),
        client.prompt('orders_explain', { topic: 'tax' }),
        client.complete({ type: 'ref/prompt', name: 'orders_explain' }, argument),
        client.complete({ type: 'ref/resource', uri: 'orders://item/{id}' }, argument),
      ].map(refusalOf),
    );

    expect(refusals).toEqual([
      { code: -32602, message: 'Unknown tool: orders_write' },
      { code: -32602, message: 'Resource not found: orders://secrets', data: { uri: 'orders://secrets' } },
      { code: -32602, message: 'Resource not found: orders://item/1', data: { uri: 'orders://item/1' } },
      { code: -32602, message: 'Unknown prompt: orders_explain' },
      { code: -32602, message: 'Unknown prompt: orders_explain' },
      { code: -32602, message: 'Unknown resource template: orders://item/{id}' },
    ]);
  });

  it('let through whoever holds them', async () => {
    const { client } = await serve(OrdersToolset).settings({ STDIO_SCOPES: 'orders:read' }).over(combination);

    const results = [await client.call('orders_read'), await client.call('orders_status')];

    expect(results).toEqual([
      { content: [{ type: 'text', text: 'read' }] },
      { content: [{ type: 'text', text: 'open' }] },
    ]);
  });
});

describe('a hidden resource', () => {
  it('cannot be subscribed to', async () => {
    const { client } = await serve(OrdersToolset).settings({ STDIO_SCOPES: 'orders:read' }).over(stdioLegacy);

    const refusal = await refusalOf(client.follow('orders://secrets'));

    expect(refusal).toMatchObject({ code: -32602, message: 'Resource not found: orders://secrets' });
  });

  it('does not announce its changes', async () => {
    const { client, app } = await serve(OrdersToolset).settings({ STDIO_SCOPES: 'orders:read' }).over(stdioModern);
    await client.follow('orders://secrets', 'orders://summary');

    app.get(ChangeNotifier, { strict: false }).resourceUpdated('orders://secrets');
    app.get(ChangeNotifier, { strict: false }).resourceUpdated('orders://summary');

    await eventually(() => expect(client.notices.map(({ params }) => params?.['uri'])).toContain('orders://summary'));
    expect(client.notices.map(({ params }) => params?.['uri'])).toEqual(['orders://summary']);
  });
});
