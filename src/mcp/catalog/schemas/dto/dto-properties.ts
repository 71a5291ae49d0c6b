import type { Type } from '@nestjs/common';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, IS_EMPTY, ValidationTypes } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { descriptionsOf } from '../../../contract/property.decorators.js';
import { SchemaFault } from '../schema-contract.interface.js';

/** Inputs are read with class-transformer, which may rename or leave out properties; outputs go out as they are. */
export type Side = 'input' | 'output';

export interface DtoRule {
  readonly name: string;
  readonly constraints: readonly unknown[];
  /** The rule is about every item of a list. */
  readonly each: boolean;
}

/** One property of a class as its decorators describe it. */
export interface DtoProperty {
  /** Name in the class. */
  readonly name: string;
  /** Name in JSON. */
  readonly wireName: string;
  /** The class that TypeScript recorded (`design:type`). */
  readonly declared: unknown;
  readonly description: string | undefined;
  readonly optional: boolean;
  /** The property holds an object, or a list of objects, with a class of its own. */
  readonly nested: boolean;
  readonly rules: readonly DtoRule[];
}

export function propertiesOf(type: Type, side: Side): DtoProperty[] {
  const byName = new Map<string, ValidationMetadata[]>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(type, '', true, false)) {
    byName.set(metadata.propertyName, [...(byName.get(metadata.propertyName) ?? []), metadata]);
  }
  return [...byName]
    .filter(([name]) => !isHidden(type, name, side))
    .map(([name, metadatas]) => propertyOf(type, name, metadatas, side));
}

function propertyOf(type: Type, name: string, metadatas: readonly ValidationMetadata[], side: Side): DtoProperty {
  // A rule under a condition of its own is not always a rule.
  const rules = metadatas
    .filter(({ validateIf }) => validateIf === undefined)
    .map((metadata) => ({
      name: ruleName(metadata),
      constraints: (metadata.constraints as unknown[] | undefined) ?? [],
      each: metadata.each === true,
    }));
  const has = (...names: string[]): boolean => rules.some((rule) => names.includes(rule.name));
  const isOwn = designType(type, name) !== undefined;
  const owners = isOwn ? [type] : [type, ...originsOf(metadatas)];
  return {
    name,
    wireName: side === 'input' ? inputName(type, name) : name,
    declared: firstOf(owners, (owner) => designType(owner, name)),
    description: firstOf(owners, (owner) => descriptionsOf(owner).get(name)),
    optional: has(ValidationTypes.CONDITIONAL_VALIDATION, IS_EMPTY),
    nested: has(ValidationTypes.NESTED_VALIDATION),
    rules,
  };
}

function ruleName(metadata: ValidationMetadata): string {
  const [constraint] = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  return constraint?.name ?? metadata.type;
}

function designType(type: Type, name: string): unknown {
  return Reflect.getMetadata('design:type', type.prototype as object, name);
}

/**
 * The classes that rules were copied from: mapped types (`PartialType` and its like) copy the rules of a class, but
 * neither its types nor its descriptions. Each use of a decorator has a constraint class of its own, which tells.
 */
function originsOf(metadatas: readonly ValidationMetadata[]): Type[] {
  const constraints = new Set(metadatas.map(({ constraintCls }) => constraintCls).filter(Boolean));
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: ReadonlyMap<unknown, readonly ValidationMetadata[]>;
  };
  const all = [...validationMetadatas.values()].flat();
  const origins = all.filter(({ constraintCls }) => constraints.has(constraintCls)).map(({ target }) => target);
  return [...new Set(origins)].filter((target): target is Type => typeof target === 'function');
}

function firstOf<Value>(owners: readonly Type[], read: (owner: Type) => Value | undefined): Value | undefined {
  for (const owner of owners) {
    const value = read(owner);
    if (value !== undefined) return value;
  }
  return undefined;
}

function isHidden(type: Type, name: string, side: Side): boolean {
  const excluded = defaultMetadataStorage.findExcludeMetadata(type, name);
  if (excluded) {
    const { toClassOnly, toPlainOnly } = excluded.options;
    return side === 'input' ? !toPlainOnly : !toClassOnly;
  }
  const everything = defaultMetadataStorage.getStrategy(type) === 'excludeAll';
  return side === 'input' && everything && defaultMetadataStorage.findExposeMetadata(type, name) === undefined;
}

/** The name that clients use for a property: `@Expose({ name })` renames it. */
export function inputName(type: object, name: string): string {
  const { name: exposed, toPlainOnly } = defaultMetadataStorage.findExposeMetadata(type as Type, name)?.options ?? {};
  return exposed !== undefined && toPlainOnly !== true ? exposed : name;
}

/** The property that an input name stands for. */
export function propertyName(type: object, inputName: string): string {
  return defaultMetadataStorage.findExposeMetadataByCustomName(type as Type, inputName)?.propertyName ?? inputName;
}

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
