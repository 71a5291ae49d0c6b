import type { ErrorObject, ValidateFunction } from 'ajv';
import type { MaybePromise } from '../../common/maybe-promise.js';
import type { JsonSchema } from '../../contract/schema.types.js';
import { compile, loadSchemaCompiler } from './schema.compiler.js';
import { SchemaFault, type Issue, type ParseOutcome, type SchemaContract } from './schema-contract.interface.js';

export interface JsonSchemaContractOptions {
  /** Drop properties that the schema does not declare, wherever it says `additionalProperties: false`. */
  readonly dropUndeclared?: boolean;
  /** This package made the schema, and it compiles for certain: compile it with the first value instead of at boot. */
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

const BRANCHES = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * Removes, in place, the properties that a closed schema (`additionalProperties: false`) does not declare. Where a schema
 * has branches, a property may stay when any of them declares it: only the check decides between them.
 */
function dropUndeclared(root: JsonSchema, value: unknown): void {
  drop([root], value, root);
}

function drop(schemas: readonly JsonSchema[], value: unknown, root: JsonSchema): void {
  if (typeof value !== 'object' || value === null || schemas.length === 0) return;
  const candidates = schemas.flatMap((schema) => flattened(schema, root));
  if (Array.isArray(value)) {
    const items = candidates.map(({ items }) => items).filter(isSchema);
    value.forEach((item) => drop(items, item, root));
    return;
  }
  const isClosed = candidates.length > 0 && candidates.every((schema) => schema['additionalProperties'] === false);
  for (const [key, inner] of Object.entries(value)) {
    const declared = candidates.map((schema) => declaredProperty(schema, key)).filter(isSchema);
    if (declared.length > 0) drop(declared, inner, root);
    else if (isClosed) delete (value as Record<string, unknown>)[key];
  }
}

/** The schema and its references, without the nodes that only branch or refer. */
function flattened(schema: JsonSchema, root: JsonSchema, seen = new Set<JsonSchema>()): JsonSchema[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const target = resolved(schema['$ref'], root);
  const branches = BRANCHES.flatMap((keyword) => (schema[keyword] ?? []) as JsonSchema[]).filter(isSchema);
  const inner = [...(target ? [target] : []), ...branches].flatMap((branch) => flattened(branch, root, seen));
  const isObject = 'properties' in schema || 'items' in schema || 'additionalProperties' in schema;
  return isObject || (inner.length === 0 && branches.length === 0 && !target) ? [...inner, schema] : inner;
}

function resolved(reference: unknown, root: JsonSchema): JsonSchema | undefined {
  if (typeof reference !== 'string') return undefined;
  const steps = reference.split('/').slice(1).map(unescaped);
  const target = steps.reduce<unknown>((node, step) => (node as JsonSchema | undefined)?.[step], root);
  return isSchema(target) ? target : undefined;
}

const unescaped = (step: string): string => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');

function declaredProperty(schema: JsonSchema, key: string): unknown {
  const properties = schema['properties'] as Record<string, unknown> | undefined;
  if (properties && Object.hasOwn(properties, key)) return properties[key] === true ? {} : properties[key];
  const patterns = Object.entries(schema['patternProperties'] ?? {}) as [string, unknown][];
  return patterns.find(([pattern]) => new RegExp(pattern, 'u').test(key))?.[1];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws SchemaFault when the schema refers to something outside itself: nothing is ever fetched */
export function refuseRemoteReferences(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if ((key === '$ref' || key === '$dynamicRef') && typeof value === 'string' && !value.startsWith('#')) {
      throw new SchemaFault(`the JSON Schema refers to '${value}': copy what it refers to into $defs`);
    }
    refuseRemoteReferences(value);
  }
}
