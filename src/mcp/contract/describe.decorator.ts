import 'reflect-metadata';

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
