import type { ErrorObject, ValidateFunction } from 'ajv';
import type { JsonSchema } from '../../contract/schema.types.js';
import type { MaybePromise } from '../../common/maybe-promise.js';
import { dropUndeclared } from './drop-undeclared.js';
import { refuseRemoteReferences } from './remote-references.js';
import { compile, loadSchemaCompiler } from './schema.compiler.js';
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

  /** With `dropUndeclared` the value itself is changed. A promise only while the compiler is not loaded. */
  parse(value: unknown): MaybePromise<ParseOutcome> {
    if (this.options.dropUndeclared) dropUndeclared(this.schema, value);
    const loading = this.compiled ? undefined : loadSchemaCompiler();
    return loading ? loading.then(() => this.check(value)) : this.check(value);
  }

  private check(value: unknown): ParseOutcome {
    const accepts = (this.compiled ??= compile(this.schema));
    if (accepts(value)) return { ok: true, value };
    return { ok: false, issues: (accepts.errors ?? []).map(issueOf) };
  }
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
