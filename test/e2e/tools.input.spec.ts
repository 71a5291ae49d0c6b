import { Type } from 'class-transformer';
import { IsArray, IsDate, IsInt, IsOptional, IsString, Matches, Max, Min, ValidateNested } from 'class-validator';
import { z } from 'zod';
import { McpContext, Principal, Tool, Toolset } from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { serve } from '../support/serve.js';

class Line {
  @IsString() sku!: string;
  @IsInt() @Min(1) @Max(99) amount: number = 1;
}

class OrderInput {
  @Matches(/^SO-\d{6}$/) order!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
  @IsOptional() @IsDate() @Type(() => Date) due?: Date;
}

@Toolset()
class OrdersToolset {
  @Tool({ description: 'Say what arrived.' })
  receive(ctx: McpContext, input: OrderInput, principal: Principal): unknown {
    return {
      isInstance: input instanceof OrderInput,
      lines: input.lines.map((line) => [line instanceof Line, line.sku, line.amount]),
      due: input.due instanceof Date ? input.due.getTime() : undefined,
      callerIsTheSame: principal === ctx.principal,
    };
  }

  @Tool({ description: 'With zod.', input: z.object({ to: z.email(), copies: z.int().min(1).default(2) }) })
  zod(input: { to: string; copies: number }): unknown {
    return input;
  }

  @Tool({
    description: 'With JSON Schema.',
    input: {
      type: 'object',
      properties: { code: { type: 'string', pattern: '^[A-Z]{3}$' }, size: { enum: ['S', 'L'] } },
      required: ['code'],
      additionalProperties: false,
    },
  })
  json(input: unknown): unknown {
    return input;
  }

  @Tool({ description: 'Takes nothing.' })
  nothing(): string {
    return 'nothing';
  }
}

const refused = (text: string): object => ({ content: [{ type: 'text', text }], isError: true });
const answered = (value: unknown): object => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });

describe.each(combinations)('tool input over $name', (combination) => {
  it('reaches the method as an instance of its class, with defaults, nested instances and dates', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const result = await client.call('receive', {
      order: 'SO-000001',
      lines: [{ sku: 'A' }, { sku: 'B', amount: 7 }],
      due: '2026-01-02T03:04:05.000Z',
    });

    expect(result).toEqual(
      answered({
        isInstance: true,
        lines: [
          [true, 'A', 1],
          [true, 'B', 7],
        ],
        due: Date.UTC(2026, 0, 2, 3, 4, 5),
        callerIsTheSame: true,
      }),
    );
  });

  it('is refused with every broken constraint at once', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const result = await client.call('receive', {
      order: '17',
      lines: [{ sku: 'A', amount: 0 }, { amount: 1.5 }],
      extra: true,
    });

    expect(result).toEqual(
      refused(
        [
          'Invalid arguments for receive. Correct this and call again:',
          '- extra: is not a known property',
          '- order: must match /^SO-\\d{6}$/ regular expression',
          '- lines.0.amount: must not be less than 1',
          '- lines.1.sku: must be a string',
          '- lines.1.amount: must be an integer number',
        ].join('\n'),
      ),
    );
  });

  it('is not converted: a number in quotes is no number', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const result = await client.call('receive', { order: 'SO-000001', lines: [{ sku: 'A', amount: '7' }] });

    expect(result).toEqual(
      refused(
        [
          'Invalid arguments for receive. Correct this and call again:',
          '- lines.0.amount: must not be greater than 99',
          '- lines.0.amount: must not be less than 1',
          '- lines.0.amount: must be an integer number',
        ].join('\n'),
      ),
    );
  });

  it('is refused when there is none and some is required', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const result = await client.call('zod');

    expect(result).toEqual(
      refused(
        'Invalid arguments for zod. Correct this and call again:\n- to: Invalid input: expected string, received undefined',
      ),
    );
  });

  it('is parsed by a Standard Schema', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const result = await client.call('zod', { to: 'a@example.com', unknown: 1 });

    expect(result).toEqual(answered({ to: 'a@example.com', copies: 2 }));
  });

  it('is checked by a JSON Schema and passed on as it is', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const results = [
      await client.call('json', { code: 'ABC', size: 'L' }),
      await client.call('json', { code: 'abc', size: 'M', more: 1 }),
    ];

    expect(results).toEqual([
      answered({ code: 'ABC', size: 'L' }),
      refused(
        [
          'Invalid arguments for json. Correct this and call again:',
          '- more: is not a known property',
          '- code: must match pattern "^[A-Z]{3}$"',
          '- size: must be one of ["S","L"]',
        ].join('\n'),
      ),
    ]);
  });

  it('of a tool that takes none is held against the schema that clients are shown', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const result = await client.call('nothing', { surprise: 1 });

    expect(result).toEqual(
      refused('Invalid arguments for nothing. Correct this and call again:\n- surprise: is not a known property'),
    );
  });
});
