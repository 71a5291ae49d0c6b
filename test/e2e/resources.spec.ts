import { ForbiddenException, NotFoundException } from '@nestjs/common';
import { IsInt, IsString, Max } from 'class-validator';
import {
  ListResources,
  Resource,
  ResourceRequest,
  ResourceTemplate,
  Toolset,
  type ResourceEntry,
} from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

class OrderVariables {
  @IsString() region!: string;
  @IsInt() @Max(100) number!: number;
}

@Toolset({ prefix: 'orders' })
class OrdersToolset {
  @Resource({
    uri: 'orders://readme',
    title: 'Read me',
    description: 'How orders work.',
    mimeType: 'text/markdown',
    size: 12,
    annotations: { audience: ['assistant'], priority: 1 },
    icons: [{ src: 'https://example.com/r.png' }],
    _meta: { 'example.com/owner': 'sales' },
  })
  readme(): string {
    return '# Read me';
  }

  @Resource({ uri: 'orders://logo', name: 'logo', description: 'The logo.', mimeType: 'image/png' })
  logo(): Uint8Array {
    return new Uint8Array([1, 2, 3]);
  }

  @Resource({ uri: 'orders://statistics', description: 'Figures.' })
  statistics(): unknown {
    return { open: 3 };
  }

  @Resource({ uri: 'orders://parts', description: 'Several contents.' })
  parts(): unknown {
    return [
      { uri: 'orders://parts/1', text: 'one' },
      { blob: new Uint8Array([9]), mimeType: 'application/pdf' },
    ];
  }

  @Resource({ uri: 'orders://broken', description: 'Fails.' })
  broken(): never {
    throw new Error('hunter2');
  }

  @Resource({ uri: 'orders://closed', description: 'Refuses.' })
  closed(): never {
    throw new ForbiddenException('Ask the owner');
  }

  @ResourceTemplate({
    uriTemplate: 'orders://{region}/{number}',
    title: 'Order',
    description: 'One order.',
    mimeType: 'application/json',
  })
  order(variables: OrderVariables, request: ResourceRequest): unknown {
    if (variables.number === 0) throw new NotFoundException();
    return { ...variables, isInstance: variables instanceof OrderVariables, asked: request.uri };
  }

  @ListResources('order')
  orders(): ResourceEntry[] {
    return [
      { uri: 'orders://eu/1', name: 'eu/1', title: 'First', size: 10 },
      { uri: 'orders://eu/2', name: 'eu/2', mimeType: 'text/plain', description: 'Second' },
      { uri: 'orders://readme', name: 'listed twice' },
    ];
  }
}

describe.each(combinations)('resources over $name', (combination) => {
  it('are listed together with what stands behind templates, each URI once', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const resources = await client.resources();

    expect(resources).toEqual([
      {
        uri: 'orders://readme',
        name: 'orders_readme',
        title: 'Read me',
        description: 'How orders work.',
        mimeType: 'text/markdown',
        size: 12,
        annotations: { audience: ['assistant'], priority: 1 },
        icons: [{ src: 'https://example.com/r.png' }],
        _meta: { 'example.com/owner': 'sales' },
      },
      { uri: 'orders://logo', name: 'logo', description: 'The logo.', mimeType: 'image/png' },
      { uri: 'orders://statistics', name: 'orders_statistics', description: 'Figures.' },
      { uri: 'orders://parts', name: 'orders_parts', description: 'Several contents.' },
      { uri: 'orders://broken', name: 'orders_broken', description: 'Fails.' },
      { uri: 'orders://closed', name: 'orders_closed', description: 'Refuses.' },
      { uri: 'orders://eu/1', name: 'eu/1', title: 'First', size: 10, mimeType: 'application/json' },
      { uri: 'orders://eu/2', name: 'eu/2', mimeType: 'text/plain', description: 'Second' },
    ]);
  });

  it('have their templates listed', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const templates = await client.templates();

    expect(templates).toEqual([
      {
        uriTemplate: 'orders://{region}/{number}',
        name: 'orders_order',
        title: 'Order',
        description: 'One order.',
        mimeType: 'application/json',
      },
    ]);
  });

  it.each([
    ['orders://readme', [{ uri: 'orders://readme', mimeType: 'text/markdown', text: '# Read me' }]],
    ['orders://logo', [{ uri: 'orders://logo', mimeType: 'image/png', blob: 'AQID' }]],
    ['orders://statistics', [{ uri: 'orders://statistics', mimeType: 'application/json', text: '{"open":3}' }]],
    [
      'orders://parts',
      [
        { uri: 'orders://parts/1', text: 'one' },
        { uri: 'orders://parts', mimeType: 'application/pdf', blob: 'CQ==' },
      ],
    ],
    [
      'orders://s%C3%BCd/7',
      [
        {
          uri: 'orders://s%C3%BCd/7',
          mimeType: 'application/json',
          text: '{"region":"süd","number":7,"isInstance":true,"asked":"orders://s%C3%BCd/7"}',
        },
      ],
    ],
  ])('are read as text, bytes or JSON: %s', async (uri, contents) => {
    const { client } = await serve(OrdersToolset).over(combination);

    const result = await client.read(uri);

    expect(result).toEqual({ contents });
  });

  it.each(['orders://nowhere', 'orders://eu/0', 'other://readme', 'orders://eu/%ZZ'])(
    'that do not exist are refused with their URI: %s',
    async (uri) => {
      const { client } = await serve(OrdersToolset).over(combination);

      const refusal = await refusalOf(client.read(uri));

      expect(refusal).toEqual({ code: -32602, message: `Resource not found: ${uri}`, data: { uri } });
    },
  );

  it.each([
    [
      'orders://eu/500',
      -32602,
      'Invalid URI variables for orders://{region}/{number}. Correct this and call again:\n- number: must not be greater than 100',
    ],
    ['orders://closed', -32000, 'Ask the owner'],
    ['orders://broken', -32603, expect.stringMatching(/^Internal error\. .* under the id [0-9a-f]{12}\.$/)],
  ])('that cannot be read are refused without their secrets: %s', async (uri, code, message) => {
    const { client } = await serve(OrdersToolset).over(combination);

    const refusal = await refusalOf(client.read(uri));

    expect(refusal).toEqual({ code, message });
  });
});
