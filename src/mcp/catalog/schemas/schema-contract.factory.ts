import type { Type } from '@nestjs/common';
import type { JsonSchema, SchemaSource } from '../../contract/schema.types.js';
import { converted } from './dto/dto-input.js';
import { DtoContract, type DtoContractOptions } from './dto/dto.contract.js';
import { dtoSchema } from './dto/dto-schema.js';
import { JsonSchemaContract } from './json-schema.contract.js';
import { SchemaFault, type SchemaContract } from './schema-contract.interface.js';
import { isStandardSchema, StandardSchemaContract } from './standard-schema.contract.js';

export function isClass(source: SchemaSource): source is Type {
  return typeof source === 'function' && !isStandardSchema(source);
}

/**
 * The contract of an input.
 *
 * @throws SchemaFault when the source cannot be expressed as JSON Schema with an object at its root
 */
export function inputContract(source: SchemaSource, options: DtoContractOptions = {}): SchemaContract {
  if (isClass(source)) return new DtoContract(source, options);
  const contract = isStandardSchema(source) ? new StandardSchemaContract(source) : new JsonSchemaContract(source);
  const checked = requireObject(contract);
  return options.convertStrings ? fromStrings(checked) : checked;
}

/**
 * The contract of an output: the schema that clients see is checked, on the value as it will be sent. Properties that
 * an output class does not declare are dropped, so that an entity cannot leak through its view.
 *
 * @throws SchemaFault as `inputContract`
 */
export function outputContract(source: SchemaSource): SchemaContract {
  if (isClass(source)) {
    return new JsonSchemaContract(dtoSchema(source, 'output'), { dropUndeclared: true, generated: true });
  }
  if (!isStandardSchema(source)) return requireObject(new JsonSchemaContract(source));
  const { schema } = requireObject(new StandardSchemaContract(source, 'output'));
  return new JsonSchemaContract(schema, { dropUndeclared: true });
}

/** Prompt arguments and template variables arrive as strings, also where their schema has another type. */
function fromStrings(contract: SchemaContract): SchemaContract {
  const { schema } = contract;
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  const convert = ([name, value]: [string, unknown]): [string, unknown] =>
    typeof value === 'string' && Object.hasOwn(properties, name)
      ? [name, converted(value, properties[name] ?? {})]
      : [name, value];
  return {
    schema,
    parse: (value) =>
      contract.parse(
        typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(convert)) : value,
      ),
  };
}

function requireObject(contract: SchemaContract): SchemaContract {
  if (contract.schema['type'] !== 'object') {
    throw new SchemaFault("the root of the schema must be an object (`type: 'object'`): wrap the value in a property");
  }
  return contract;
}
