import type { Type } from '@nestjs/common';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import type { DtoProperty } from './dto-properties.js';
import { SchemaFault } from './schema-contract.interface.js';

export interface NestedTypes {
  /** The class of a nested object; several when a discriminator decides, each with its value. */
  readonly choices: readonly { readonly type: Type; readonly name: string }[];
  readonly discriminator: string | undefined;
}

/**
 * The classes that a nested property may hold, as `@Type` says.
 *
 * @throws SchemaFault when `@Type` is missing or its class is not there yet
 */
export function nestedTypes(owner: Type, { name, declared }: DtoProperty): NestedTypes {
  const where = `${owner.name}.${name}`;
  const metadata = defaultMetadataStorage.findTypeMetadata(owner, name);
  const discriminator = metadata?.options?.discriminator;
  if (discriminator) {
    const choices = discriminator.subTypes.map(({ value, name }) => ({ type: value as Type, name }));
    return { choices, discriminator: discriminator.property };
  }
  const type = metadata?.typeFunction?.() as Type | undefined;
  if (typeof type === 'function') return { choices: [{ type, name: type.name }], discriminator: undefined };
  const isList = declared === Array || declared === Set || declared === Map;
  const declaredName = typeof declared === 'function' && declared !== Object ? declared.name : 'NestedClass';
  throw new SchemaFault(
    isList
      ? `${where} is an array of objects whose class is not known: add @Type(() => ItemClass)`
      : `${where} is a nested object: add @Type(() => ${declaredName}) beside @ValidateNested()`,
  );
}
