import type { Type } from '@nestjs/common';
import type { JsonSchema } from '../../../contract/schema.types.js';
import { SchemaFault } from '../schema-contract.interface.js';
import { refuseUnchecked, refuseUnreadDates } from './dto-faults.js';
import { nestedTypes, propertiesOf, type DtoProperty, type NestedTypes, type Side } from './dto-properties.js';
import { allOf, ruleSchema, type Schema } from './dto-rules.js';

interface Walk {
  readonly side: Side;
  readonly definitions: Map<Type, { readonly name: string; readonly schema: Schema }>;
  readonly recursive: Map<Type, boolean>;
}

/**
 * Describes a class with class-validator decorators as JSON Schema 2020-12. Nested classes are written in place, since
 * not every model vendor follows references; only a class that contains itself goes to `$defs`.
 *
 * @throws SchemaFault when a property cannot be expressed
 */
export function dtoSchema(type: Type, side: Side = 'input'): JsonSchema {
  const walk: Walk = { side, definitions: new Map(), recursive: new Map() };
  const schema = classSchema(type, walk);
  if (walk.definitions.size === 0) return schema;
  const definitions = [...walk.definitions.values()].map(({ name, schema }) => [name, schema] as const);
  return { ...schema, $defs: Object.fromEntries(definitions) };
}

function classSchema(type: Type, walk: Walk): Schema {
  const found = propertiesOf(type, walk.side);
  refuseUnchecked(type, found);
  if (walk.side === 'input') refuseUnreadDates(type, found);
  const defaults = defaultsOf(type, found);
  const properties = found.map((property) => {
    const { name, wireName, description } = property;
    const schema = {
      ...propertySchema(type, property, walk),
      ...(description !== undefined && { description }),
      ...(defaults.has(name) && { default: defaults.get(name) }),
    };
    return [wireName, schema] as const;
  });
  const required = found.filter(({ name, optional }) => !optional && !defaults.has(name));
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required: required.map(({ wireName }) => wireName) }),
    additionalProperties: false,
  };
}

/** A class inside another: in place, or by reference where it contains itself. */
function innerSchema(type: Type, walk: Walk): Schema {
  if (!isRecursive(type, walk)) return classSchema(type, walk);
  let definition = walk.definitions.get(type);
  if (!definition) {
    definition = { name: freeName(type.name, walk), schema: {} };
    walk.definitions.set(type, definition);
    Object.assign(definition.schema, classSchema(type, walk));
  }
  return { $ref: `#/$defs/${definition.name}` };
}

function isRecursive(type: Type, walk: Walk): boolean {
  let known = walk.recursive.get(type);
  if (known === undefined) walk.recursive.set(type, (known = innerTypes(type, walk.side).has(type)));
  return known;
}

/** Every class that is reachable from the properties of a class. */
function innerTypes(type: Type, side: Side, seen = new Set<Type>()): Set<Type> {
  for (const property of propertiesOf(type, side)) {
    const inner = property.nested ? nestedTypes(type, property).choices.map((choice) => choice.type) : [];
    for (const next of inner) {
      if (seen.has(next)) continue;
      seen.add(next);
      innerTypes(next, side, seen);
    }
  }
  return seen;
}

function freeName(wanted: string, walk: Walk): string {
  const taken = new Set([...walk.definitions.values()].map(({ name }) => name));
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}${count}`;
  return name;
}

function propertySchema(type: Type, property: DtoProperty, walk: Walk): Schema {
  const { name, declared, rules, nested } = property;
  const where = `${type.name}.${name}`;
  const schemas = (each: boolean): Schema[] =>
    rules.filter((rule) => rule.each === each).map((rule) => ruleSchema(rule.name, rule.constraints));
  const own = allOf(schemas(false));
  const isList = own['type'] === 'array' || declared === Array || declared === Set || rules.some(({ each }) => each);
  if (isList) {
    const items = nested ? oneOf(nestedTypes(type, property), walk) : finished(allOf(schemas(true)), undefined, where);
    return declared === Map
      ? { type: 'object', additionalProperties: items }
      : finished({ ...own, type: 'array', items }, undefined, where);
  }
  if (nested) return oneOf(nestedTypes(type, property), walk);
  return finished(own, declared, where);
}

function oneOf({ choices, discriminator }: NestedTypes, walk: Walk): Schema {
  const [first] = choices;
  if (discriminator === undefined && first) return innerSchema(first.type, walk);
  const schemas = choices.map(({ type, name }) => {
    const { properties, required, ...schema } = classSchema(type, walk) as { properties: Schema; required?: string[] };
    const kind = { type: 'string', enum: [name] };
    const others = (required ?? []).filter((other) => other !== discriminator);
    return {
      ...schema,
      properties: { ...properties, [String(discriminator)]: kind },
      required: [String(discriminator), ...others],
    };
  });
  return { anyOf: schemas };
}

const PRIMITIVES = new Map<unknown, Schema>([
  [String, { type: 'string' }],
  [Number, { type: 'number' }],
  [Boolean, { type: 'boolean' }],
  [Date, { type: 'string', format: 'date-time' }],
]);

/** The schema with a type, and without keywords that do not apply to it. */
function finished(schema: Schema, declared: unknown, where: string): Schema {
  if ((schema['enum'] as unknown[] | undefined)?.length === 0) {
    throw new SchemaFault(`${where} allows no value: its @IsIn or @IsEnum has no values, or they exclude each other`);
  }
  const { type: _type, minLength, ...others } = typed(schema, declared, where);
  const type = _type === undefined ? {} : { type: _type };
  return { ...type, ...(minLength !== undefined && _type === 'string' && { minLength }), ...others };
}

function typed(schema: Schema, declared: unknown, where: string): Schema {
  if ('type' in schema || 'enum' in schema) return schema;
  const primitive = PRIMITIVES.get(declared);
  if (primitive) return { ...primitive, ...schema };
  if (declared === Object || declared === undefined) return schema;
  const { name } = declared as Type;
  throw new SchemaFault(
    `${where} has the type ${name}, which has no JSON form: use a string, number, boolean, ` +
      `Date or array, or a class with @ValidateNested() and @Type(() => ${name})`,
  );
}

/**
 * The default values that the initialisers of a class give, as JSON.
 *
 * @throws SchemaFault when the class cannot be constructed as class-transformer does it, or a default has no JSON form
 */
function defaultsOf(type: Type, properties: readonly DtoProperty[]): ReadonlyMap<string, unknown> {
  const instance = construct(type);
  const defaults = new Map<string, unknown>();
  for (const { name } of properties) {
    const value: unknown = Object.hasOwn(instance, name) ? instance[name] : undefined;
    if (value === undefined || typeof value === 'function') continue;
    defaults.set(name, toJson(value, `${type.name}.${name}`));
  }
  return defaults;
}

function construct(type: Type): Record<string, unknown> {
  try {
    return new type() as Record<string, unknown>;
  } catch (error) {
    throw new SchemaFault(`${type.name} cannot be constructed without arguments: ${(error as Error).message}`);
  }
}

function toJson(value: unknown, where: string): unknown {
  try {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is no JSON number`);
    return JSON.parse(JSON.stringify(value)) as unknown;
  } catch (error) {
    throw new SchemaFault(`${where} has a default that JSON cannot carry: ${(error as Error).message}`);
  }
}
