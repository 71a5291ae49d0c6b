import type { ValidateFunction } from 'ajv';
import type { JsonSchema } from '../../contract/schema.types.js';

let compiler: typeof import('./ajv.compiler.js') | undefined;

/**
 * Loads ajv; await it before `compile`. Loaded on demand: an application whose schemas are classes starts without it.
 *
 * @returns `undefined` once it is loaded
 */
export function loadSchemaCompiler(): Promise<void> | undefined {
  return compiler ? undefined : import('./ajv.compiler.js').then((loaded) => void (compiler = loaded));
}

/** @throws SchemaFault when the schema does not compile */
export function compile(schema: JsonSchema): ValidateFunction {
  if (!compiler) throw new Error('The schema compiler is not loaded.');
  return compiler.compile(schema);
}
