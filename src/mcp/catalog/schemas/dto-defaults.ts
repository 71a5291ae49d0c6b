import type { Type } from '@nestjs/common';
import type { DtoProperty } from './dto-properties.js';
import { SchemaFault } from './schema-contract.interface.js';

/**
 * What the initialisers of a class put into its properties, as JSON.
 *
 * @throws SchemaFault when the class cannot be constructed as class-transformer does it, or a default has no JSON form
 */
export function defaultsOf(type: Type, properties: readonly DtoProperty[]): ReadonlyMap<string, unknown> {
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
