import { ValidationTypes } from 'class-validator';
import * as validators from 'class-validator';
import type { ISchemaConverters } from 'class-validator-jsonschema/build/defaultConverters.js';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

type Schema = Record<string, unknown>;

/** The class that TypeScript recorded for a property (`design:type`). */
export function designType(target: object, property: string): unknown {
  return Reflect.getMetadata('design:type', target, property);
}

const PRIMITIVES = new Map<unknown, Schema>([
  [String, { type: 'string' }],
  [Number, { type: 'number' }],
  [Boolean, { type: 'boolean' }],
  [Date, { type: 'string', format: 'date-time' }],
]);

export function primitiveSchema(type: unknown): Schema | undefined {
  return PRIMITIVES.get(type);
}

function declaredType(meta: ValidationMetadata): unknown {
  return typeof meta.target === 'function' ? designType(meta.target.prototype as object, meta.propertyName) : undefined;
}

/** A TypeScript enum of numbers also maps its values back to their names; only the values are meant. */
export function enumValues(source: object): unknown[] {
  const entries = Object.entries(source).filter(([key]) => !/^-?\d+$/.test(key));
  return entries.map(([, value]) => value as unknown);
}

function enumSchema(values: readonly unknown[]): Schema {
  const types = new Set(values.map((value) => typeof value));
  const [only] = types;
  return { ...(types.size === 1 && ['string', 'number', 'boolean'].includes(only!) && { type: only }), enum: values };
}

/**
 * Replaces those rules of class-validator-jsonschema that describe something else than what class-validator checks, or
 * that JSON Schema 2020-12 spells differently.
 */
export const dtoConverters: ISchemaConverters = {
  [ValidationTypes.CUSTOM_VALIDATION]: {},
  [ValidationTypes.IS_DEFINED]: {},
  [validators.IS_NOT_EMPTY]: (meta) => (declaredType(meta) === String ? { type: 'string', minLength: 1 } : {}),
  [validators.IS_ENUM]: (meta) => enumSchema(enumValues(meta.constraints[0] as object)) as never,
  [validators.IS_IN]: (meta) => enumSchema(meta.constraints[0] as unknown[]) as never,
  [validators.EQUALS]: (meta) => ({ const: meta.constraints[0] as unknown }) as never,
  [validators.IS_DATE]: { type: 'string', format: 'date-time' },
  [validators.MIN_DATE]: { type: 'string', format: 'date-time' },
  [validators.MAX_DATE]: { type: 'string', format: 'date-time' },
  [validators.IS_DATE_STRING]: { type: 'string' },
  [validators.IS_ISO8601]: { type: 'string' },
  [validators.IS_URL]: { type: 'string', format: 'uri' },
  [validators.IS_BASE64]: { type: 'string', contentEncoding: 'base64' } as never,
  [validators.IS_IP]: (meta) => ({ type: 'string', ...ipFormat(meta.constraints?.[0]) }),
  [validators.MIN]: (meta) => ({ minimum: meta.constraints[0] as number }),
  [validators.MAX]: (meta) => ({ maximum: meta.constraints[0] as number }),
  [validators.IS_POSITIVE]: { exclusiveMinimum: 0 } as never,
  [validators.IS_NEGATIVE]: { exclusiveMaximum: 0 } as never,
  [validators.IS_DIVISIBLE_BY]: (meta) => ({ multipleOf: meta.constraints[0] as number }),
};

function ipFormat(version: unknown): Schema {
  if (version === undefined) return {};
  return { format: String(version) === '6' ? 'ipv6' : 'ipv4' };
}
