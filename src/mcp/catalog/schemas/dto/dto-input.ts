import type { JsonSchema } from '../../../contract/schema.types.js';
import { at, branch, choicesOf, deref } from './dto-structure.js';
import type { Issue } from '../schema-contract.interface.js';

export interface PlainInput {
  readonly value: unknown;
  /** Properties that the schema does not know. */
  readonly issues: readonly Issue[];
}

/**
 * A copy of an input that class-transformer may change: it follows own properties called `constructor` and
 * `__proto__`, and removes discriminators from the objects that it reads.
 *
 * @param convertStrings turn strings into the numbers, booleans and lists that the schema asks for
 */
export function plainInput(root: JsonSchema, input: unknown, convertStrings: boolean): PlainInput {
  const issues: Issue[] = [];
  const copy = (value: unknown, schema: JsonSchema | undefined, path: string): unknown => {
    const here = schema && branch(deref(schema, root), value);
    if (typeof value === 'string') return convertStrings && here ? converted(value, here) : value;
    if (Array.isArray(value)) {
      const items = here?.['items'] as JsonSchema | undefined;
      return value.map((item, index) => copy(item, items, at(path, index)));
    }
    if (!isPlain(value)) return value;
    if (schema && !here) issues.push(unknownKind(deref(schema, root), path));
    const properties = (here?.['properties'] ?? {}) as Record<string, JsonSchema>;
    const result: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) {
      const known = Object.hasOwn(properties, key);
      if (!known && here?.['additionalProperties'] === false) {
        issues.push({ path: at(path, key), message: 'is not a known property' });
      } else if (key !== '__proto__' && key !== 'constructor') {
        result[key] = copy(inner, known ? properties[key] : undefined, at(path, key));
      }
    }
    return result;
  };
  return { value: copy(input, root, ''), issues };
}

function unknownKind(schema: JsonSchema, path: string): Issue {
  const choices = choicesOf(schema);
  const names = choices.map(({ name }) => name);
  return { path: at(path, choices[0]?.discriminator ?? ''), message: `must be one of ${JSON.stringify(names)}` };
}

/** Whether the value is an object literal or parsed JSON, and not an instance of a class. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm has a prototype of its own, which is the last one too.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value that a string carries for a schema of another type; the string itself when unclear. */
export function converted(text: string, schema: JsonSchema): unknown {
  const { type, enum: choices } = schema as { type?: unknown; enum?: readonly unknown[] };
  if (choices) return choices.includes(text) ? text : (choices.find((choice) => String(choice) === text) ?? text);
  if (type === 'array') return [converted(text, (schema['items'] ?? {}) as JsonSchema)];
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type !== 'number' && type !== 'integer') return text;
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}
