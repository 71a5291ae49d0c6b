import type { Type } from '@nestjs/common';
import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { IS_DATE } from 'class-validator';
import { descriptionsOf } from '../../../contract/property.decorators.js';
import { type DtoProperty, propertiesOf } from './dto-properties.js';
import { SchemaFault } from '../schema-contract.interface.js';

/** @throws SchemaFault for a class, or a described property, that class-validator knows nothing of */
export function refuseUnchecked(type: Type, found: readonly DtoProperty[]): void {
  if (found.length === 0) {
    throw new SchemaFault(
      `${type.name} has no property with a class-validator decorator, so nothing of it would be checked: add some, ` +
        'such as @IsString()',
    );
  }
  const checked = new Set([...propertiesOf(type, 'input'), ...propertiesOf(type, 'output')].map(({ name }) => name));
  const unchecked = [...descriptionsOf(type).keys()].filter((name) => !checked.has(name));
  if (unchecked.length > 0) {
    throw new SchemaFault(
      `${type.name}.${unchecked.join(', ')} has @Describe but no class-validator decorator, so clients would neither see ` +
        'it nor have it checked: add one, such as @IsString() or @Allow()',
    );
  }
}

/** @throws SchemaFault for a date that nothing makes of the string that JSON carries, so that every call would fail */
export function refuseUnreadDates(type: Type, found: readonly DtoProperty[]): void {
  const storage = defaultMetadataStorage;
  const unread = found.find(
    ({ name, rules }) =>
      rules.some((rule) => rule.name === IS_DATE) &&
      storage.findTypeMetadata(type, name) === undefined &&
      storage.findTransformMetadatas(type, name, TransformationType.PLAIN_TO_CLASS).length === 0,
  );
  if (unread) {
    throw new SchemaFault(
      `${type.name}.${unread.name} is a Date, which JSON carries as a string: add @Type(() => Date)`,
    );
  }
}
