import type { Type } from '@nestjs/common';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { descriptionsOf } from '../../contract/describe.decorator.js';
import type { JsonSchema } from '../../contract/schema.types.js';
import { designType, dtoConverters, primitiveSchema } from './dto-converters.js';
import { SchemaFault } from './schema-contract.interface.js';

type Schema = Record<string, unknown>;

interface Walk {
  /** Classes on the way from the root to here: meeting one again means recursion. */
  readonly path: readonly Type[];
  readonly definitions: Map<Type, { name: string; schema: Schema }>;
}

/**
 * Describes a class with class-validator decorators as JSON Schema 2020-12. Nested classes are written in place, since
 * not every model vendor follows references; only a class that contains itself goes to `$defs`.
 *
 * @throws SchemaFault when a property cannot be expressed
 */
export function dtoSchema(type: Type): JsonSchema {
  const walk: Walk = { path: [], definitions: new Map() };
  const schema = classSchema(type, walk);
  if (walk.definitions.size === 0) return schema;
  const definitions = [...walk.definitions.values()].map(({ name, schema }) => [name, schema] as const);
  return { ...schema, $defs: Object.fromEntries(definitions) };
}

function classSchema(type: Type, walk: Walk): Schema {
  if (walk.path.includes(type)) return reference(type, walk);
  const inner: Walk = { ...walk, path: [...walk.path, type] };
  const generated = targetConstructorToSchema(type, {
    classTransformerMetadataStorage: defaultMetadataStorage,
    additionalConverters: { ...dtoConverters, [ValidationTypes.NESTED_VALIDATION]: {} },
  }) as Schema;
  const defaults = defaultsOf(type);
  const descriptions = descriptionsOf(type);
  const properties: Schema = {};
  for (const [name, schema] of Object.entries((generated['properties'] ?? {}) as Record<string, Schema>)) {
    const finished = propertySchema(type, name, schema, inner);
    const description = descriptions.get(name);
    properties[name] = {
      ...finished,
      ...(description !== undefined && { description }),
      ...(name in defaults && { default: defaults[name] }),
    };
  }
  refuseUnchecked(type, descriptions, properties);
  const required = ((generated['required'] ?? []) as string[]).filter((name) => !(name in defaults));
  const { description, title } = generated;
  const schema: Schema = {
    type: 'object',
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
  const recursive = walk.definitions.get(type);
  if (recursive) Object.assign(recursive.schema, schema);
  return schema;
}

function reference(type: Type, walk: Walk): Schema {
  let definition = walk.definitions.get(type);
  if (!definition) {
    const taken = [...walk.definitions.values()].filter(({ name }) => name.startsWith(type.name)).length;
    definition = { name: taken === 0 ? type.name : `${type.name}${taken + 1}`, schema: {} };
    walk.definitions.set(type, definition);
  }
  return { $ref: `#/$defs/${definition.name}` };
}

function propertySchema(type: Type, name: string, generated: Schema, walk: Walk): Schema {
  const declared = designType(type.prototype as object, name);
  const where = `${type.name}.${name}`;
  const each = generated['type'] === 'array' || declared === Array;
  const nested = isNested(type, name) ? nestedClass(type, name, declared, where) : undefined;
  if (nested) {
    const inner = classSchema(nested, walk);
    return each ? { ...generated, type: 'array', items: inner } : { ...generated, ...inner };
  }
  if (each) {
    const items = (generated['items'] ?? {}) as Schema;
    return { ...generated, type: 'array', items };
  }
  const schema = withoutTypeNoise(generated);
  if ('type' in schema || 'enum' in schema || 'const' in schema || 'oneOf' in schema || 'anyOf' in schema) {
    return declared === Number && schema['type'] === undefined ? { type: 'number', ...schema } : schema;
  }
  const primitive = primitiveSchema(declared);
  if (primitive) return { ...primitive, ...schema };
  if (declared === Object || declared === undefined) return schema;
  throw new SchemaFault(
    `${where} has the type ${String((declared as Type).name)}, which has no JSON form: use a string, number, boolean, ` +
      `Date or array, or a class with @ValidateNested() and @Type(() => ${String((declared as Type).name)})`,
  );
}

/** Rules for single constraints may leave `type: undefined` behind. */
function withoutTypeNoise(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

function metadatasOf(type: Type, name: string): { type: string }[] {
  const all = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  return all.filter(({ propertyName }) => propertyName === name);
}

function isNested(type: Type, name: string): boolean {
  return metadatasOf(type, name).some((metadata) => metadata.type === ValidationTypes.NESTED_VALIDATION);
}

function nestedClass(type: Type, name: string, declared: unknown, where: string): Type {
  for (let owner: unknown = type; typeof owner === 'function'; owner = Object.getPrototypeOf(owner)) {
    const found = defaultMetadataStorage.findTypeMetadata(owner, name)?.typeFunction() as Type | undefined;
    if (found) return found;
  }
  throw new SchemaFault(
    declared === Array
      ? `${where} is an array of objects whose class is not known: add @Type(() => ItemClass)`
      : `${where} is a nested object: add @Type(() => ${String((declared as Type | undefined)?.name ?? 'NestedClass')}) beside @ValidateNested()`,
  );
}

/** What the constructor puts into the properties: their defaults. */
function defaultsOf(type: Type): Schema {
  let instance: object;
  try {
    instance = new type() as object;
  } catch (error) {
    throw new SchemaFault(`${type.name} cannot be constructed without arguments: ${(error as Error).message}`);
  }
  const entries = Object.entries(instance).filter(([, value]) => value !== undefined && typeof value !== 'function');
  return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as Schema;
}

function refuseUnchecked(type: Type, descriptions: ReadonlyMap<string, string>, properties: Schema): void {
  const unchecked = [...descriptions.keys()].filter((name) => !(name in properties));
  if (unchecked.length > 0) {
    throw new SchemaFault(
      `${type.name}.${unchecked.join(', ')} has @Describe but no class-validator decorator, so clients would neither see ` +
        'it nor have it checked: add one, such as @IsString() or @Allow()',
    );
  }
}
