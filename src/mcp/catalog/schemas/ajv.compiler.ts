import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonSchema } from '../../contract/schema.types.js';
import { SchemaFault } from './schema-contract.interface.js';

/** @throws SchemaFault when the schema does not compile */
export function compile(schema: JsonSchema): ValidateFunction {
  try {
    const compiler = compilerFor(schema);
    const check = compiler.compile(schema);
    // Otherwise the shared compiler would hold every schema for ever.
    compiler.removeSchema(schema);
    return check;
  } catch (error) {
    throw new SchemaFault(`the JSON Schema does not compile: ${(error as Error).message}`);
  }
}

const SETTINGS = { strict: false, allErrors: true, logger: false } as const;

/** One compiler for each draft: making one takes longer than compiling a schema. A schema with an id has its own. */
const compilers = new Map<string, Ajv>();

function compilerFor(schema: JsonSchema): Ajv {
  const draft = typeof schema['$schema'] === 'string' && schema['$schema'].includes('draft-07') ? '07' : '2020-12';
  if ('$id' in schema) return newCompiler(draft);
  let compiler = compilers.get(draft);
  if (!compiler) compilers.set(draft, (compiler = newCompiler(draft)));
  return compiler;
}

function newCompiler(draft: string): Ajv {
  const ajv = draft === '07' ? new Ajv(SETTINGS) : new Ajv2020(SETTINGS);
  formats.default(ajv);
  return ajv;
}
