import type { JsonSchema } from '../contract/schema.types.js';

/** Keywords that the protocol knows in a form (specification, client/elicitation: requested schema). */
const KEYWORDS = new Set([
  ...['type', 'title', 'description', 'default', 'enum', 'enumNames', 'oneOf', 'format'],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'items', 'minItems', 'maxItems'],
]);
const FORMATS = new Set(['email', 'uri', 'date', 'date-time']);
const PRIMITIVES = new Set(['string', 'number', 'integer', 'boolean']);

/**
 * The form of a class: what the protocol allows to be asked of a user. Constraints that a form cannot show are still
 * checked when the answer arrives.
 *
 * @throws TypeError when a property is neither a primitive nor a list of choices
 */
export function formSchema(name: string, schema: JsonSchema): JsonSchema {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Record<string, unknown>>);
  const fields = properties.map(([property, field]) => [property, formField(`${name}.${property}`, field)] as const);
  const required = schema['required'];
  return { type: 'object', properties: Object.fromEntries(fields), ...(required !== undefined && { required }) };
}

function formField(where: string, field: Record<string, unknown>): Record<string, unknown> {
  const items = (field['items'] ?? {}) as Record<string, unknown>;
  const isList = field['type'] === 'array';
  const choices = (isList ? items : field)['enum'] as readonly unknown[] | undefined;
  if (choices?.some((choice) => typeof choice !== 'string')) {
    throw new TypeError(`${where} cannot be asked in a form: its choices are not strings. Use an enum of strings.`);
  }
  if (isList ? choices === undefined : !PRIMITIVES.has(field['type'] as string)) {
    throw new TypeError(`${where} cannot be asked in a form: use a string, number, boolean, enum or array of an enum.`);
  }
  const shown = Object.entries(field).filter(
    ([keyword, value]) => KEYWORDS.has(keyword) && (keyword !== 'format' || FORMATS.has(value as string)),
  );
  return { ...Object.fromEntries(shown), ...(isList && { items: { type: 'string', enum: choices } }) };
}
