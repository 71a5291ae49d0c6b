import 'reflect-metadata';
import { getMetadataStorage, ValidateBy } from 'class-validator';

const DESCRIPTIONS = Symbol('polyport:descriptions');

/**
 * Describes a property of an input, output or elicitation class. The text reaches the model as the `description` of the
 * property in the JSON Schema.
 */
export function Describe(description: string): PropertyDecorator {
  return (target, property) => {
    const own = new Map(descriptionsOf(target.constructor));
    Reflect.defineMetadata(DESCRIPTIONS, own.set(String(property), description), target.constructor);
  };
}

/** The descriptions of a class by property name, inherited ones included. */
export function descriptionsOf(target: object): ReadonlyMap<string, string> {
  return (Reflect.getMetadata(DESCRIPTIONS, target) as ReadonlyMap<string, string> | undefined) ?? new Map();
}

/** What stands in the place of a value that nobody is to read. */
export const REDACTED = '[redacted]';

const SENSITIVE = 'polyport:sensitive';

/**
 * Keeps the value of a property of an input, such as a password or a PIN, out of logs, audit, validation messages and
 * error texts. A whole nested object or list can be sensitive, too.
 *
 * It is a rule that accepts everything, so that mapped types (`PartialType` and its like) and subclasses take it along.
 *
 * @example
 * ```ts
 * export class LoginInput {
 *   @IsString() user!: string;
 *   @Sensitive() @MinLength(12) password!: string;
 * }
 * ```
 */
export function Sensitive(): PropertyDecorator {
  return ValidateBy({ name: SENSITIVE, validator: { validate: () => true } });
}

const known = new WeakMap<object, ReadonlySet<string>>();

/** The sensitive properties of a class by their name in the class, inherited ones included. */
export function sensitivePropertiesOf(type: object): ReadonlySet<string> {
  let found = known.get(type);
  if (!found) known.set(type, (found = readFrom(type)));
  return found;
}

function readFrom(type: object): ReadonlySet<string> {
  if (typeof type !== 'function') return new Set();
  const storage = getMetadataStorage();
  const marked = storage
    .getTargetValidationMetadatas(type, '', true, false)
    .filter(({ constraintCls }) =>
      storage.getTargetValidatorConstraints(constraintCls).some(({ name }) => name === SENSITIVE),
    );
  return new Set(marked.map(({ propertyName }) => propertyName));
}
