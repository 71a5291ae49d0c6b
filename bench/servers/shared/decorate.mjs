/** Decorators as the functions they are: a method's, in the order in which they would stand above it. */
export function decorateMethod(type, name, ...decorators) {
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, name);
  for (const decorator of decorators.reverse()) decorator(type.prototype, name, descriptor);
}
