import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonSchema } from '../../contract/schema.types.js';
import { dropUndeclared } from './drop-undeclared.js';
import { refuseRemoteReferences } from './remote-references.js';
import { SchemaFault, type Issue, type ParseOutcome, type SchemaContract } from './schema-contract.interface.js';

export interface JsonSchemaContractOptions {
  /** Drop properties that the schema does not declare, wherever it says `additionalProperties: false`. */
  readonly dropUndeclared?: boolean;
  /** The schema was made by this package and compiles for certain: the first value to check waits for it, and not the boot. */
  readonly generated?: boolean;
}

/** A JSON Schema, shown to clients exactly as it is and checked by ajv. */
export class JsonSchemaContract implements SchemaContract {
  private compiled: ValidateFunction | undefined;

  /** @throws SchemaFault when the schema does not compile or refers to something outside itself */
  constructor(
    readonly schema: JsonSchema,
    private readonly options: JsonSchemaContractOptions = {},
  ) {
    refuseOtherThanJson(schema);
    refuseRemoteReferences(schema);
    if (!options.generated) this.compiled = compile(schema);
  }

  /** With `dropUndeclared` the value itself is changed. */
  parse(value: unknown): ParseOutcome {
    if (this.options.dropUndeclared) dropUndeclared(this.schema, value);
    const check = (this.compiled ??= compile(this.schema));
    if (check(value)) return { ok: true, value };
    return { ok: false, issues: (check.errors ?? []).map(issueOf) };
  }
}

function compile(schema: JsonSchema): ValidateFunction {
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

function issueOf(error: ErrorObject): Issue {
  const path = error.instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const name = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
    return { path: path === '' ? name : `${path}.${name}`, message: 'is not a known property' };
  }
  if (error.keyword === 'enum') {
    return { path, message: `must be one of ${JSON.stringify(params['allowedValues'])}` };
  }
  if (error.keyword === 'const') {
    return { path, message: `must be ${JSON.stringify(params['allowedValue'])}` };
  }
  return { path, message: error.message ?? `breaks the rule ${error.keyword}` };
}

function refuseOtherThanJson(schema: JsonSchema): void {
  try {
    JSON.stringify(schema);
  } catch (error) {
    throw new SchemaFault(`the JSON Schema is no JSON: ${(error as Error).message.replace(/\n.*/s, '')}`);
  }
}
