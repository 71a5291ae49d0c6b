import type { JsonSchema } from '../../../contract/schema.types.js';
import { propertyName } from './dto-properties.js';
import type { Issue } from '../schema-contract.interface.js';

export function at(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

export function deref(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  return (root['$defs'] as Record<string, JsonSchema>)[reference.slice('#/$defs/'.length)] ?? {};
}

interface Choice {
  readonly discriminator: string;
  readonly name: unknown;
  readonly schema: JsonSchema;
}

/** The classes that a discriminator chooses from: each schema lists it first in `required`. */
export function choicesOf(schema: JsonSchema): Choice[] {
  const schemas = (schema['anyOf'] ?? []) as { required: [string]; properties: Record<string, { enum: unknown[] }> }[];
  return schemas.map((choice) => {
    const discriminator = choice.required[0];
    return { discriminator, name: choice.properties[discriminator]?.enum[0], schema: { ...choice } };
  });
}

/** Of several classes that a discriminator chooses from, the one that the value names. */
export function branch(schema: JsonSchema, value: unknown): JsonSchema | undefined {
  if (!('anyOf' in schema)) return schema;
  const names = (value ?? {}) as Record<string, unknown>;
  return choicesOf(schema).find(({ discriminator, name }) => names[discriminator] === name)?.schema;
}

/**
 * Where an instance breaks its schema in type, presence or choice. class-validator lets several of these
 * pass: a single value for a list and a list for an object, a missing object with `@ValidateNested()` alone, the
 * reverse names of a numeric enum, anything under `@Allow()`.
 */
export function structureIssues(root: JsonSchema, instance: unknown): Issue[] {
  const issues: Issue[] = [];
  const check = (value: unknown, schema: JsonSchema, path: string): void => {
    const here = deref(schema, root);
    const message = typeIssue(value, here);
    if (message !== undefined) issues.push({ path, message });
    else if (Array.isArray(value)) value.forEach((item, index) => check(item, itemsOf(here), at(path, index)));
    else if (typeof value === 'object' && value !== null) properties(value, here, path);
  };
  const properties = (value: object, schema: JsonSchema, path: string): void => {
    const required = new Set(schema['required'] as string[] | undefined);
    for (const [key, inner] of Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>)) {
      const found = (value as Record<string, unknown>)[propertyName(value.constructor, key)];
      if (found === undefined) {
        if (required.has(key)) issues.push({ path: at(path, key), message: 'is required' });
      } else if (found !== null || required.has(key)) check(found, inner, at(path, key));
    }
  };
  check(instance, root, '');
  return issues;
}

const itemsOf = (schema: JsonSchema): JsonSchema => (schema['items'] ?? {}) as JsonSchema;

/** The fault in the type or choice of a value, apart from its members. */
export function typeIssue(value: unknown, schema: JsonSchema): string | undefined {
  const choices = schema['enum'] as unknown[] | undefined;
  if (choices) return choices.includes(value) ? undefined : `must be one of ${JSON.stringify(choices)}`;
  // An object that a transformer made is up to the transformer.
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && schema['type'] !== 'array') {
    if (Object.getPrototypeOf(Object.getPrototypeOf(value) ?? {}) !== null) return undefined;
  }
  switch ('anyOf' in schema ? 'object' : schema['type']) {
    case 'string':
      return typeof value === 'string' ? undefined : 'must be a string';
    case 'number':
      return typeof value === 'number' ? undefined : 'must be a number';
    case 'integer':
      return Number.isInteger(value) ? undefined : 'must be an integer';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'array':
      return Array.isArray(value) || value instanceof Set ? undefined : 'must be an array';
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'must be an object';
    default:
      return undefined;
  }
}
