import type { StandardSchemaV1 } from '@standard-schema/spec';
import { loadSchemaCompiler } from './schema.compiler.js';
import { z } from 'zod';
import { inputContract, outputContract } from './schema-contract.factory.js';
import { SchemaFault } from './schema-contract.interface.js';

const $schema = 'https://json-schema.org/draft/2020-12/schema';

const page = z.object({
  size: z.int().min(1).max(100).default(10),
  at: z.string().transform((text) => new Date(text)),
  address: z.object({ lines: z.array(z.string().min(2)) }).optional(),
});

beforeAll(loadSchemaCompiler);

describe('a Standard Schema as input', () => {
  it('shows what is to be sent', () => {
    expect(inputContract(page).schema).toEqual({
      $schema,
      type: 'object',
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
        at: { type: 'string' },
        address: {
          type: 'object',
          properties: { lines: { type: 'array', items: { type: 'string', minLength: 2 } } },
          required: ['lines'],
        },
      },
      required: ['at'],
    });
  });

  it('hands on what it has made of the value', async () => {
    expect(await inputContract(page).parse({ at: '2026-01-31' })).toEqual({
      ok: true,
      value: { size: 10, at: new Date('2026-01-31') },
    });
  });

  it('names everything that is wrong', async () => {
    expect(await inputContract(page).parse({ size: 0, address: { lines: ['ok', 'x'] } })).toEqual({
      ok: false,
      issues: [
        { path: 'size', message: 'Too small: expected number to be >=1' },
        { path: 'at', message: 'Invalid input: expected string, received undefined' },
        { path: 'address.lines.1', message: 'Too small: expected string to have >=2 characters' },
      ],
    });
  });

  it('waits for checks that take their time', async () => {
    const taken = z.object({ name: z.string().refine(async (name) => name !== 'taken', 'is taken') });
    expect(await inputContract(taken).parse({ name: 'taken' })).toEqual({
      ok: false,
      issues: [{ path: 'name', message: 'is taken' }],
    });
  });

  it('reads the keys of a path in both of its forms', async () => {
    const schema: StandardSchemaV1 = {
      '~standard': {
        version: 1,
        vendor: 'other',
        validate: () => ({ issues: [{ message: 'no', path: ['a', { key: 0 }, { key: 'b' }] }, { message: 'bad' }] }),
        jsonSchema: { input: () => ({ type: 'object' }), output: () => ({ type: 'object' }) },
      } as StandardSchemaV1.Props,
    };
    expect(await inputContract(schema).parse({})).toEqual({
      ok: false,
      issues: [
        { path: 'a.0.b', message: 'no' },
        { path: '', message: 'bad' },
      ],
    });
  });

  it('is refused when its library knows no JSON Schema', () => {
    const schema: StandardSchemaV1 = { '~standard': { version: 1, vendor: 'old', validate: (value) => ({ value }) } };
    expect(() => inputContract(schema)).toThrow(
      new SchemaFault(
        'this version of old cannot describe its schemas as JSON Schema: update it (zod needs 4.2), or give a class or a ' +
          'JSON Schema instead',
      ),
    );
  });

  it('is refused when it has no JSON form', () => {
    expect(() => inputContract(z.object({ big: z.bigint() }))).toThrow(
      new SchemaFault('zod cannot express this schema as JSON Schema: BigInt cannot be represented in JSON Schema'),
    );
  });

  it.each([z.string(), z.array(z.string()), z.union([z.object({ a: z.string() }), z.object({ b: z.string() })])])(
    'is refused when its root is no object',
    (schema) => {
      expect(() => inputContract(schema)).toThrow(
        new SchemaFault("the root of the schema must be an object (`type: 'object'`): wrap the value in a property"),
      );
    },
  );
});

describe('a Standard Schema as output', () => {
  const view = z.object({ name: z.string(), size: z.int().default(1) });

  it('shows and checks what is sent, and drops the rest', async () => {
    const contract = outputContract(view);
    expect([
      contract.schema,
      await contract.parse({ name: 'a', size: 2, secret: 1 }),
      await contract.parse({}),
    ]).toEqual([
      {
        $schema,
        type: 'object',
        properties: {
          name: { type: 'string' },
          size: { type: 'integer', default: 1, minimum: -(2 ** 53 - 1), maximum: 2 ** 53 - 1 },
        },
        required: ['name', 'size'],
        additionalProperties: false,
      },
      { ok: true, value: { name: 'a', size: 2 } },
      {
        ok: false,
        issues: [
          { path: '', message: "must have required property 'name'" },
          { path: '', message: "must have required property 'size'" },
        ],
      },
    ]);
  });

  it('chooses among kinds', async () => {
    const pet = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('cat'), lives: z.int() }),
      z.object({ kind: z.literal('dog'), barks: z.boolean() }),
    ]);
    expect(await outputContract(z.object({ pet })).parse({ pet: { kind: 'dog', barks: true, chip: 'x' } })).toEqual({
      ok: true,
      value: { pet: { kind: 'dog', barks: true } },
    });
  });

  it('is refused when a transformation hides what comes out', () => {
    expect(() => outputContract(z.object({ at: z.string().transform(Number) }))).toThrow(
      new SchemaFault('zod cannot express this schema as JSON Schema: Transforms cannot be represented in JSON Schema'),
    );
  });
});
