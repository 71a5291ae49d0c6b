import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDate,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  IsUrl,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { z } from 'zod';
import { Describe, Tool, Toolset } from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { serve } from '../support/serve.js';

enum Carrier {
  Post = 'post',
  Courier = 'courier',
}

class Address {
  @Describe('Street and house number') @IsString() @MaxLength(80) street!: string;
  @IsOptional() @IsString() @Matches(/^\d{5}$/, { message: 'zip has five digits' }) zip?: string;
}

class Line {
  @IsString() @Length(2, 10) sku!: string;
  @IsInt() @Min(1) @Max(99) amount: number = 1;
}

class OrderInput {
  @Describe('Where to deliver') @ValidateNested() @Type(() => Address) address!: Address;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
  @IsOptional() @IsArray() @ArrayUnique() @IsString({ each: true }) tags?: string[];
  @IsEnum(Carrier) carrier: Carrier = Carrier.Post;
  @IsOptional() @IsIn([1, 2, 3]) priority?: number;
  @IsEmail() email!: string;
  @IsOptional() @IsUrl() website?: string;
  @IsOptional() @IsUUID() reference?: string;
  @IsOptional() @IsDate() @Type(() => Date) due?: Date;
  @IsOptional() @IsNumber() @IsPositive() weight?: number;
  @IsOptional() @IsBoolean() gift?: boolean;
}

const written = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { code: { type: 'string', pattern: '^[A-Z]{3}$' }, 'x-note': { const: 1 } },
  required: ['code'],
  'x-vendor': { kept: true },
} as const;

@Toolset({ prefix: 'orders' })
class OrdersToolset {
  @Tool({
    title: 'Place an order',
    description: 'Place an order.',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    icons: [{ src: 'https://example.com/order.png', mimeType: 'image/png', sizes: ['48x48'] }],
    _meta: { 'example.com/team': 'orders' },
  })
  placeOrder(_input: OrderInput): void {}

  @Tool({ description: 'Described by zod.', input: z.object({ to: z.string().min(1), copies: z.int().default(1) }) })
  withZod(_input: { to: string; copies: number }): void {}

  @Tool({ name: 'Verbatim.v1', description: 'Described by JSON Schema.', input: written })
  withJsonSchema(_input: unknown): void {}

  @Tool({ description: 'Takes nothing.' })
  readHTMLStatus(): void {}
}

const placeOrderSchema = {
  type: 'object',
  properties: {
    address: {
      type: 'object',
      description: 'Where to deliver',
      properties: {
        street: { type: 'string', maxLength: 80, description: 'Street and house number' },
        zip: { type: 'string', pattern: '^\\d{5}$' },
      },
      required: ['street'],
      additionalProperties: false,
    },
    lines: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        properties: {
          sku: { type: 'string', minLength: 2, maxLength: 10 },
          amount: { type: 'integer', minimum: 1, maximum: 99, default: 1 },
        },
        required: ['sku'],
        additionalProperties: false,
      },
    },
    tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    carrier: { type: 'string', enum: ['post', 'courier'], default: 'post' },
    priority: { type: 'number', enum: [1, 2, 3] },
    email: { type: 'string', format: 'email' },
    website: { type: 'string', format: 'uri' },
    reference: { type: 'string', format: 'uuid' },
    due: { type: 'string', format: 'date-time' },
    weight: { type: 'number', exclusiveMinimum: 0 },
    gift: { type: 'boolean' },
  },
  required: ['address', 'lines', 'email'],
  additionalProperties: false,
};

describe.each(combinations)('tools/list over $name', (combination) => {
  it('describes every tool with the schema of its input', async () => {
    const { client } = await serve(OrdersToolset).over(combination);

    const tools = await client.tools();

    expect(tools).toEqual([
      {
        name: 'orders_place_order',
        title: 'Place an order',
        description: 'Place an order.',
        annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
        icons: [{ src: 'https://example.com/order.png', mimeType: 'image/png', sizes: ['48x48'] }],
        _meta: { 'example.com/team': 'orders' },
        inputSchema: placeOrderSchema,
      },
      {
        name: 'orders_with_zod',
        description: 'Described by zod.',
        inputSchema: {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          type: 'object',
          properties: {
            to: { type: 'string', minLength: 1 },
            copies: {
              type: 'integer',
              minimum: Number.MIN_SAFE_INTEGER,
              maximum: Number.MAX_SAFE_INTEGER,
              default: 1,
            },
          },
          required: ['to'],
        },
      },
      { name: 'Verbatim.v1', description: 'Described by JSON Schema.', inputSchema: written },
      {
        name: 'orders_read_html_status',
        description: 'Takes nothing.',
        inputSchema: { type: 'object', properties: {}, additionalProperties: false },
      },
    ]);
  });
});
