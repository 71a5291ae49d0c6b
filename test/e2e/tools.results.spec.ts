import { Type } from 'class-transformer';
import { IsArray, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { z } from 'zod';
import { audio, embeddedResource, image, resourceLink, text, Tool, ToolResult, Toolset } from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { serve } from '../support/serve.js';

class Item {
  @IsString() sku!: string;
}

class Paragraph {
  @IsString() type!: string;
  @IsString() text!: string;
}

class Article {
  @IsArray() @ValidateNested({ each: true }) @Type(() => Paragraph) content!: Paragraph[];
}

class OrderView {
  @IsString() order!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Item) items!: Item[];
  @IsOptional() @IsInt() total?: number;
}

@Toolset()
class ResultsToolset {
  @Tool({ description: 'Every kind of content.' })
  everything(): unknown[] {
    return [
      text('Words', { audience: ['user'], priority: 0.5 }),
      image(new Uint8Array([1, 2, 3]), 'image/png'),
      audio('BAUG', 'audio/wav'),
      embeddedResource({ uri: 'app://a', mimeType: 'text/plain', text: 'inside' }),
      embeddedResource({ uri: 'app://b', blob: new Uint8Array([7]) }),
      resourceLink({ uri: 'app://c', name: 'c', mimeType: 'text/html' }),
    ];
  }

  @Tool({ description: 'A single block.' })
  block(): unknown {
    return text('alone');
  }

  @Tool({ description: 'A text.' })
  words(): string {
    return 'just words';
  }

  @Tool({ description: 'Data.' })
  data(): unknown {
    return { list: [1, null, 'x'], at: new Date(0) };
  }

  @Tool({ description: 'Nothing.' })
  nothing(): void {}

  @Tool({ description: 'A promise.' })
  async later(): Promise<number> {
    return 42;
  }

  @Tool({ description: 'An entity through its view.', output: OrderView })
  view(): unknown {
    return { order: 'SO-1', items: [{ sku: 'A', cost: 3 }], passwordHash: 'leak' };
  }

  @Tool({ description: 'Through zod.', output: z.object({ count: z.int() }) })
  zod(): unknown {
    return { count: 3, secret: 'leak' };
  }

  @Tool({ description: 'Every part of the result.', output: OrderView })
  controlled(): ToolResult {
    const structuredContent = { order: 'SO-2', items: [] };
    return new ToolResult({ content: 'Found it.', structuredContent, _meta: { 'example.com/took': 4 } });
  }

  @Tool({ description: 'A failure in full.', output: OrderView })
  failed(): ToolResult {
    return new ToolResult({ content: 'No such order: list them first.', isError: true });
  }

  @Tool({ description: 'An entity with content of its own.', output: Article })
  article(): Article {
    return { content: [{ type: 'text', text: 'Chapter one' }] };
  }

  @Tool({ description: 'Something else than declared.', output: OrderView })
  broken(): unknown {
    return { order: 17, items: 'secret' };
  }
}

describe.each(combinations)('tool results over $name', (combination) => {
  it.each([
    [
      'everything',
      [
        { type: 'text', text: 'Words', annotations: { audience: ['user'], priority: 0.5 } },
        { type: 'image', data: 'AQID', mimeType: 'image/png' },
        { type: 'audio', data: 'BAUG', mimeType: 'audio/wav' },
        { type: 'resource', resource: { uri: 'app://a', mimeType: 'text/plain', text: 'inside' } },
        { type: 'resource', resource: { uri: 'app://b', blob: 'Bw==' } },
        { type: 'resource_link', uri: 'app://c', name: 'c', mimeType: 'text/html' },
      ],
    ],
    ['block', [{ type: 'text', text: 'alone' }]],
    ['words', [{ type: 'text', text: 'just words' }]],
    ['data', [{ type: 'text', text: '{"list":[1,null,"x"],"at":"1970-01-01T00:00:00.000Z"}' }]],
    ['nothing', [{ type: 'text', text: 'Done.' }]],
    ['later', [{ type: 'text', text: '42' }]],
  ])('carry what the method returned as content: %s', async (tool, content) => {
    const { client } = await serve(ResultsToolset).over(combination);

    const result = await client.call(tool);

    expect(result).toEqual({ content });
  });

  it.each([
    ['view', { order: 'SO-1', items: [{ sku: 'A' }] }],
    ['zod', { count: 3 }],
    ['article', { content: [{ type: 'text', text: 'Chapter one' }] }],
  ])(
    'have structured content without undeclared properties when the tool declares its output: %s',
    async (tool, structuredContent) => {
      const { client } = await serve(ResultsToolset).over(combination);

      const result = await client.call(tool);

      expect(result).toEqual({
        content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
        structuredContent,
      });
    },
  );

  it('are announced in tools/list by the schema of the output', async () => {
    const { client } = await serve(ResultsToolset).over(combination);

    const tools = await client.tools();

    expect(tools.find(({ name }) => name === 'view')?.outputSchema).toEqual({
      type: 'object',
      properties: {
        order: { type: 'string' },
        items: {
          type: 'array',
          items: {
            type: 'object',
            properties: { sku: { type: 'string' } },
            required: ['sku'],
            additionalProperties: false,
          },
        },
        total: { type: 'integer' },
      },
      required: ['order', 'items'],
      additionalProperties: false,
    });
  });

  it('can be written in full', async () => {
    const { client } = await serve(ResultsToolset).over(combination);

    const results = [await client.call('controlled'), await client.call('failed')];

    expect(results).toEqual([
      {
        content: [{ type: 'text', text: 'Found it.' }],
        structuredContent: { order: 'SO-2', items: [] },
        _meta: { 'example.com/took': 4 },
      },
      { content: [{ type: 'text', text: 'No such order: list them first.' }], isError: true },
    ]);
  });

  it('that break the declared output are an internal error of which the client sees only the id', async () => {
    const { client, errors } = await serve(ResultsToolset).over(combination);

    const result = await client.call('broken');

    expect(result).toEqual({
      content: [{ type: 'text', text: expect.stringMatching(/^Internal error\. .* under the id [0-9a-f]{12}\.$/) }],
      isError: true,
    });
    expect(errors).toEqual([expect.stringContaining('broken returned something else than its output declares')]);
  });
});
