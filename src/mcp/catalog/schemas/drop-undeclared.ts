import type { JsonSchema } from '../../contract/schema.types.js';

const BRANCHES = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * Removes, in place, the properties that a closed schema (`additionalProperties: false`) does not declare. Where a schema
 * has branches, a property may stay when any of them declares it: which branch is meant shows only when it is checked.
 */
export function dropUndeclared(root: JsonSchema, value: unknown): void {
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

/** The schema and what it refers to, without the nodes that only branch or refer. */
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
