import type { Type } from '@nestjs/common';
import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, ValidationTypes, type ValidationArguments } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import type { JsonSchema } from '../../../contract/schema.types.js';
import { isPlain } from './dto-input.js';
import { typeIssue } from './dto-structure.js';
import { OWN_RULES } from './dto-rules.js';

/** Gives the instance that class-transformer and class-validator would give, or `undefined`: then those two decide. */
export type FastPath = (input: object) => object | undefined;

type Members = Record<string, unknown>;

/** One rule of class-validator with the function that decides it. */
interface Rule {
  readonly targetName: string;
  readonly metadata: ValidationMetadata;
  readonly validate: (value: unknown, context: ValidationArguments) => unknown;
}

interface FlatProperty {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
  /** Conditions (`@IsOptional`, `@ValidateIf`) under which the rules apply. */
  readonly conditions: readonly ((instance: object, value: unknown) => unknown)[];
  readonly rules: readonly Rule[];
}

/**
 * Accepts flat inputs (primitives, and lists of them) of a class that class-transformer copies unchanged and whose rules
 * are class-validator's own. The fast path calls the same rule functions and collects no messages: it accepts only
 * values that the full check accepts, with an equal instance, and never refuses.
 *
 * @returns `undefined` for a class that does not qualify
 */
export function fastPathOf(type: Type, schema: JsonSchema): FastPath | undefined {
  const properties = flatProperties(type, schema);
  if (!properties) return undefined;
  const known = new Set(properties.map(({ name }) => name));
  return (input) => {
    try {
      const instance = isPlain(input) ? filled(type, known, input as Members) : undefined;
      return instance && properties.every((property) => accepts(property, instance)) ? instance : undefined;
    } catch {
      // A constructor, setter or rule that throws here throws again in the full check, which handles the error.
      return undefined;
    }
  };
}

function filled(type: Type, known: ReadonlySet<string>, input: Members): Members | undefined {
  const instance = new type() as Members;
  if (instance.constructor !== type) return undefined;
  for (const key of Object.keys(input)) {
    // class-transformer does not assign over a function.
    if (!known.has(key) || typeof instance[key] === 'function') return undefined;
    const value = input[key];
    instance[key] = Array.isArray(value) ? withoutHoles(value) : value;
  }
  return instance;
}

/** A copy as class-transformer makes it. */
function withoutHoles(list: readonly unknown[]): unknown[] {
  const copy: unknown[] = [];
  list.forEach((item) => copy.push(item));
  return copy;
}

function accepts({ name, schema, isRequired, conditions, rules }: FlatProperty, instance: Members): boolean {
  const value = instance[name];
  if (Array.isArray(value) ? !value.every(isPrimitive) : !isPrimitive(value)) return false;
  if (value === undefined || value === null ? isRequired : !fits(value, schema)) return false;
  if (!conditions.every((applies) => applies(instance, value))) return true;
  return rules.every((rule) => passes(rule, value, instance));
}

function isPrimitive(value: unknown): boolean {
  const kind = typeof value;
  return value === null || kind === 'string' || kind === 'number' || kind === 'boolean' || kind === 'undefined';
}

function fits(value: unknown, schema: JsonSchema): boolean {
  if (typeIssue(value, schema) !== undefined) return false;
  const items = (schema['items'] ?? {}) as JsonSchema;
  return !Array.isArray(value) || value.every((item) => typeIssue(item, items) === undefined);
}

function passes({ targetName, metadata, validate }: Rule, value: unknown, object: Members): boolean {
  const { each, constraints, propertyName: property, validateIf } = metadata;
  if (validateIf && !validateIf(object, value)) return true;
  const context = {
    targetName,
    property,
    object,
    value,
    constraints: constraints as unknown[],
  };
  // Only `true` accepts: the full check judges any other answer, such as a promise.
  return each && Array.isArray(value)
    ? value.every((item) => validate(item, context) === true)
    : validate(value, context) === true;
}

function flatProperties(type: Type, schema: JsonSchema): FlatProperty[] | undefined {
  const storage = defaultMetadataStorage;
  if (storage.getStrategy(type) !== 'none' || storage.getExposedMetadatas(type).length > 0) return undefined;
  if (storage.getExcludedMetadatas(type).length > 0) return undefined;
  const byName = new Map<string, ValidationMetadata[]>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(type, '', false, false)) {
    byName.set(metadata.propertyName, [...(byName.get(metadata.propertyName) ?? []), metadata]);
  }
  const found = [...byName].map(([name, metadatas]) => flatProperty(type, name, metadatas, schema));
  return found.every((property) => property !== undefined) ? found : undefined;
}

function flatProperty(
  type: Type,
  name: string,
  metadatas: readonly ValidationMetadata[],
  root: JsonSchema,
): FlatProperty | undefined {
  const schema = (root['properties'] as Record<string, JsonSchema> | undefined)?.[name];
  const required = (root['required'] ?? []) as readonly string[];
  // class-transformer does not assign over a method, and an accessor may change the value.
  if (!schema || name in (type.prototype as object) || isTransformed(type, name)) return undefined;
  const conditions: FlatProperty['conditions'][number][] = [];
  const rules: Rule[] = [];
  for (const metadata of metadatas) {
    switch (metadata.type) {
      case ValidationTypes.WHITELIST:
        break;
      case ValidationTypes.CONDITIONAL_VALIDATION:
        conditions.push((metadata.constraints as FlatProperty['conditions'])[0] as FlatProperty['conditions'][number]);
        break;
      case ValidationTypes.IS_DEFINED:
      case ValidationTypes.CUSTOM_VALIDATION: {
        const own = ownRules(type, metadata);
        if (!own) return undefined;
        rules.push(...own);
        break;
      }
      default:
        return undefined;
    }
  }
  return { name, schema, isRequired: required.includes(name), conditions, rules };
}

function isTransformed(type: Type, name: string): boolean {
  const transforms = defaultMetadataStorage.findTransformMetadatas(type, name, TransformationType.PLAIN_TO_CLASS);
  return transforms.length > 0 || defaultMetadataStorage.findTypeMetadata(type, name) !== undefined;
}

/** The rules of a decorator of class-validator; `undefined` for one of the team's own, which may wait or keep state. */
function ownRules({ name: targetName }: Type, metadata: ValidationMetadata): Rule[] | undefined {
  const constraints = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  if (!constraints.every(({ name, async }) => OWN_RULES.has(name) && !async)) return undefined;
  return constraints.map(({ instance }) => ({ targetName, metadata, validate: instance.validate.bind(instance) }));
}
