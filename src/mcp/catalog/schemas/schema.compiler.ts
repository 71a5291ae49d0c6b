import type { ValidateFunction } from 'ajv';
import type { JsonSchema } from '../../contract/schema.types.js';

let compiler: typeof import('./ajv.compiler.js') | undefined;

/**
 * Must have been waited for before `compile`. Only then is ajv loaded: an application whose schemas are classes starts
 * without.
 *
 * @returns nothing once it is loaded
 */
export function loadSchemaCompiler(): Promise<void> | undefined {
  return compiler ? undefined : import('./ajv.compiler.js').then((loaded) => void (compiler = loaded));
}

/** @throws SchemaFault when the schema does not compile */
export function compile(schema: JsonSchema): ValidateFunction {
  if (!compiler) throw new Error('The schema compiler is not loaded.');
  return compiler.compile(schema);
}
