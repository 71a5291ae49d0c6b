import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { z } from 'zod';
import {
  CatalogFaultsError,
  Prompt,
  ResourceTemplate,
  Tool,
  Toolset,
  type JsonSchema,
  type SchemaSource,
} from '../../../src/index.js';
import { combinations, httpModern, stdioLegacy } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';

let visited = 0;
let elsewhere: Server;
let origin: string;

beforeAll(async () => {
  elsewhere = createServer((_request, response) => {
    visited += 1;
    response.end('{"type":"string"}');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
});
afterAll(() => elsewhere.close());

const object = (property: object): JsonSchema => ({ type: 'object', properties: { id: property } });

/** Any other library than zod: what it says of its schemas is its own. */
const standard = (schema: JsonSchema): StandardSchemaV1 =>
  ({
    '~standard': {
      version: 1,
      vendor: 'suite',
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input: () => schema, output: () => schema },
    },
  }) as StandardSchemaV1;

const references: readonly [string, () => SchemaSource][] = [
  ['$ref to another server', () => object({ $ref: `${origin}/id.json` })],
  ['$ref over https', () => object({ $ref: 'https://example.com/id.json' })],
  ['$ref without a scheme', () => object({ $ref: '//example.com/id.json' })],
  ['$ref to a file', () => object({ $ref: 'file:///etc/passwd' })],
  ['a relative $ref', () => object({ $ref: 'id.json#/a' })],
  ['$dynamicRef', () => object({ $dynamicRef: `${origin}/id.json` })],
  ['$ref deep inside', () => object({ anyOf: [{ items: { not: { $ref: `${origin}/id.json` } } }] })],
  ['$ref in a definition', () => ({ ...object({ type: 'string' }), $defs: { a: { $ref: `${origin}/id.json` } } })],
  ['$schema of another server', () => ({ ...object({ type: 'string' }), $schema: `${origin}/meta.json` })],
  ['$ref of a Standard Schema', () => standard(object({ $ref: `${origin}/id.json` }))],
  ['$ref in zod', () => z.object({ id: z.string().meta({ $ref: 'https://example.com/id.json' }) })],
];

/** Every place that takes a schema. */
const places: readonly [string, (schema: SchemaSource) => new () => object][] = [
  [
    'the input of a tool',
    (schema) => {
      @Toolset()
      class InputToolset {
        @Tool({ description: 'x', input: schema })
        tool(_input: unknown): void {}
      }
      return InputToolset;
    },
  ],
  [
    'the output of a tool',
    (schema) => {
      @Toolset()
      class OutputToolset {
        @Tool({ description: 'x', output: schema })
        tool(): object {
          return {};
        }
      }
      return OutputToolset;
    },
  ],
  [
    'a prompt',
    (schema) => {
      @Toolset()
      class PromptToolset {
        @Prompt({ description: 'x', input: schema })
        prompt(_input: unknown): string {
          return 'x';
        }
      }
      return PromptToolset;
    },
  ],
  [
    'a template',
    (schema) => {
      @Toolset()
      class TemplateToolset {
        @ResourceTemplate({ uriTemplate: 'x://{id}', description: 'x', input: schema })
        template(_input: unknown): string {
          return 'x';
        }
      }
      return TemplateToolset;
    },
  ],
];

const matrix = places.flatMap(([place, toolset]) =>
  references.map(([reference, schema]) => [place, reference, toolset, schema] as const),
);

describe('row 28: a schema that refers to something outside itself stops the boot', () => {
  it.each(matrix)('%s: %s', async (_place, _reference, toolset, schema) => {
    const starting = (async () => serve(toolset(schema())).over(stdioLegacy))();

    await expect(starting).rejects.toThrow(CatalogFaultsError);
    expect(visited).toBe(0);
  });

  it.each(combinations)('over $name', async (combination) => {
    const [, input] = places[0]!;

    const starting = (async () => serve(input(references[0]![1]())).over(combination))();

    await expect(starting).rejects.toThrow(/refers to 'http.*copy what it refers to into \$defs/);
    expect(visited).toBe(0);
  });

  it('and one that refers to itself does not', async () => {
    const [, input] = places[0]!;
    const own = { ...object({ $ref: '#/$defs/id' }), $defs: { id: { type: 'string', maxLength: 3 } } };
    const { client } = await serve(input(own)).over(httpModern);

    const { isError } = await client.call('tool', { id: 'long' });

    expect([isError, visited]).toEqual([true, 0]);
  });
});
