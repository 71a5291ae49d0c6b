import { JsonSchemaContract } from './json-schema.contract.js';
import { loadSchemaCompiler } from './schema.compiler.js';
import { SchemaFault } from './schema-contract.interface.js';

const order = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Order',
  type: 'object',
  properties: {
    number: { type: 'string', pattern: '^SO-\\d+$' },
    state: { enum: ['open', 'closed'] },
    version: { const: 2 },
    'a/b~c': { type: 'integer' },
    lines: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer', minimum: 1 } },
  },
  required: ['number'],
  additionalProperties: false,
  'x-vendor': { kept: true },
};

beforeAll(loadSchemaCompiler);

describe('a JSON Schema of the team', () => {
  it('is shown exactly as it was written', () => {
    const written = JSON.stringify(order);
    const { schema } = new JsonSchemaContract(order);
    expect([schema === order, JSON.stringify(schema)]).toEqual([true, written]);
  });

  it('hands a valid value on as it is', async () => {
    const value = { number: 'SO-1', lines: ['first', 1] };
    const outcome = await new JsonSchemaContract(order).parse(value);
    expect(outcome.ok && outcome.value).toBe(value);
  });

  it('names everything that is wrong', async () => {
    const value = { state: 'lost', version: 1, 'a/b~c': 'x', lines: [1, 0, 2.5], colour: 'red' };
    expect(await new JsonSchemaContract(order).parse(value)).toEqual({
      ok: false,
      issues: [
        { path: '', message: "must have required property 'number'" },
        { path: 'colour', message: 'is not a known property' },
        { path: 'state', message: 'must be one of ["open","closed"]' },
        { path: 'version', message: 'must be 2' },
        { path: 'a/b~c', message: 'must be integer' },
        { path: 'lines.0', message: 'must be string' },
        { path: 'lines.1', message: 'must be >= 1' },
        { path: 'lines.2', message: 'must be integer' },
      ],
    });
  });

  it('names the nested property that is unknown', async () => {
    const closed = { type: 'object', properties: { a: { type: 'object', unevaluatedProperties: false } } };
    expect(await new JsonSchemaContract(closed).parse({ a: { b: 1 } })).toEqual({
      ok: false,
      issues: [{ path: 'a.b', message: 'is not a known property' }],
    });
  });

  it('may be of draft 07, where a list of items means positions', async () => {
    const draft7 = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }] } },
    };
    expect(await new JsonSchemaContract(draft7).parse({ pair: [1, 1] })).toEqual({
      ok: false,
      issues: [{ path: 'pair.0', message: 'must be string' }],
    });
  });

  it('may have the id of another one', async () => {
    const withId = (type: string): JsonSchemaContract =>
      new JsonSchemaContract({ $id: 'urn:test:x', type: 'object', properties: { a: { type } } });
    const outcomes = await Promise.all([withId('string').parse({ a: 1 }), withId('number').parse({ a: 1 })]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, true]);
  });

  it('may refer to itself', async () => {
    const tree = {
      type: 'object',
      properties: { child: { $ref: '#' }, leaf: { $ref: '#/$defs/leaf' } },
      $defs: { leaf: { type: 'string' } },
    };
    expect(await new JsonSchemaContract(tree).parse({ child: { leaf: 1 } })).toEqual({
      ok: false,
      issues: [{ path: 'child.leaf', message: 'must be string' }],
    });
  });

  it.each<[string, object, string]>([
    [
      'a remote reference',
      { type: 'object', properties: { a: { $ref: 'https://example.com/a.json' } } },
      "the JSON Schema refers to 'https://example.com/a.json': copy what it refers to into $defs",
    ],
    [
      'a reference to a file',
      { allOf: [{ $dynamicRef: 'a.json#/b' }] },
      "the JSON Schema refers to 'a.json#/b': copy what it refers to into $defs",
    ],
    [
      'a wrong keyword',
      { type: 'text' },
      'the JSON Schema does not compile: schema is invalid: data/type must be equal to one of the allowed values, data/type must be array, data/type must match a schema in anyOf',
    ],
    [
      'a missing definition',
      { $ref: '#/$defs/a' },
      "the JSON Schema does not compile: can't resolve reference #/$defs/a from id #",
    ],
    [
      'a value that JSON cannot carry',
      { default: 1n },
      'the JSON Schema is no JSON: Do not know how to serialize a BigInt',
    ],
  ])('is refused with %s', (_title, schema, message) => {
    expect(() => new JsonSchemaContract(schema as Record<string, unknown>)).toThrow(new SchemaFault(message));
  });

  it('is refused when it contains itself as an object', () => {
    const schema: Record<string, unknown> = { type: 'object' };
    schema['properties'] = { self: schema };
    expect(() => new JsonSchemaContract(schema)).toThrow(
      new SchemaFault('the JSON Schema is no JSON: Converting circular structure to JSON'),
    );
  });
});

describe('dropping what is not declared', () => {
  const parse = (schema: Record<string, unknown>, value: unknown): unknown =>
    new JsonSchemaContract(schema, { dropUndeclared: true }).parse(value);
  const closed = (properties: object, required: string[] = Object.keys(properties)): Record<string, unknown> => ({
    type: 'object',
    properties,
    required,
    additionalProperties: false,
  });
  const string = { type: 'string' };

  it('removes it wherever a schema is closed', async () => {
    const schema = closed({ a: closed({ b: string }), list: { type: 'array', items: closed({ c: string }) } });
    const value = { a: { b: 'x', secret: 1 }, list: [{ c: 'y', secret: 1 }], secret: 1 };
    expect(await parse(schema, value)).toEqual({ ok: true, value: { a: { b: 'x' }, list: [{ c: 'y' }] } });
  });

  it('keeps it where a schema is open', async () => {
    expect(await parse({ type: 'object', properties: { a: string } }, { a: 'x', more: 1 })).toEqual({
      ok: true,
      value: { a: 'x', more: 1 },
    });
  });

  it('follows references and patterns', async () => {
    const node = { ...closed({ next: { $ref: '#/$defs/node' } }, []), patternProperties: { '^x-': {} } };
    const schema = { ...closed({ first: { $ref: '#/$defs/node' } }), $defs: { node } };
    const value = { first: { secret: 1, 'x-a': 1, next: { secret: 1 } } };
    expect(await parse(schema, value)).toEqual({ ok: true, value: { first: { 'x-a': 1, next: {} } } });
  });

  it.each(['anyOf', 'oneOf'])('keeps what the right branch of %s declares', async (keyword) => {
    const branches = [closed({ kind: { const: 'a' }, a: string }), closed({ kind: { const: 'b' }, b: string })];
    const schema = closed({ item: { [keyword]: branches } });
    expect(await parse(schema, { item: { kind: 'b', b: 'x', secret: 1 } })).toEqual({
      ok: true,
      value: { item: { kind: 'b', b: 'x' } },
    });
  });
});
