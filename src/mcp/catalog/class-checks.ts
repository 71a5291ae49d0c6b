import type { Type } from '@nestjs/common';
import type { Fault } from './catalog-faults.error.js';
import { accessDecoratorsAt, declarationsAt, declarationsOf, methodOf, toolsetOptionsOf } from './declarations.js';

const ANY_CAPABILITY = '@Tool, @Resource, @ResourceTemplate or @Prompt';

/**
 * Faults that show in a toolset's class by itself: decorators that would be passed over.
 *
 * @param methodNames every method of the class that has a string for a name
 */
export function classChecks(type: Type, methodNames: readonly string[]): Fault[] {
  const misplaced = [
    ...staticCapabilities(type).map((name) => ({
      where: `${type.name}.${name}`,
      message: 'a static method is never served: make it a method of the instance',
    })),
    ...symbolCapabilities(type).map((name) => ({
      where: `${type.name}.${name}`,
      message: 'a method with a symbol for a name is never served: name it by a string',
    })),
  ];
  const isEmpty = misplaced.length === 0 && methodNames.every((name) => declarationsOf(type, name).length === 0);
  const empty = { where: type.name, message: `the toolset offers nothing: decorate a method with ${ANY_CAPABILITY}` };
  return [
    ...misplaced,
    ...(isEmpty ? [empty] : []),
    ...contradiction(type.name, type),
    ...methodNames.flatMap((name) => accessFaults(type, name)),
  ];
}

/** Capabilities of a class that is no toolset. */
export function undecoratedChecks(type: Type, methodNames: readonly string[]): Fault[] {
  const lost = lostCapabilities(type, methodNames);
  if (lost.length === 0) return [];
  return [{ where: type.name, message: `${lost.join(', ')} would never be served: put @Toolset() on the class` }];
}

/** Capabilities of a class that Nest has as a controller. */
export function controllerChecks(type: Type, methodNames: readonly string[]): Fault[] {
  const isToolset = toolsetOptionsOf(type) !== undefined;
  if (!isToolset && lostCapabilities(type, methodNames).length === 0) return [];
  const remedy = `${isToolset ? '' : 'put @Toolset() on the class and '}list it in providers instead of controllers`;
  return [{ where: type.name, message: `a controller serves no capabilities: ${remedy}` }];
}

function lostCapabilities(type: Type, methodNames: readonly string[]): string[] {
  return [...methodNames.filter((name) => declarationsOf(type, name).length > 0), ...symbolCapabilities(type)];
}

function staticCapabilities(type: Type): string[] {
  const descriptors = Object.entries<PropertyDescriptor>(Object.getOwnPropertyDescriptors(type));
  const isCapability = (value: unknown): boolean => typeof value === 'function' && declarationsAt(value).length > 0;
  return descriptors.filter(([, { value }]) => isCapability(value)).map(([name]) => name);
}

/** Nest's scanner, and all that refers to a method by its name, knows strings only. */
function symbolCapabilities(type: Type): string[] {
  const symbols = new Set<symbol>();
  let prototype = type.prototype as object | null;
  for (; prototype !== null; prototype = Object.getPrototypeOf(prototype) as object | null) {
    Object.getOwnPropertySymbols(prototype).forEach((symbol) => symbols.add(symbol));
  }
  return [...symbols].filter((symbol) => declarationsOf(type, symbol).length > 0).map(String);
}

function accessFaults(type: Type, methodName: string): Fault[] {
  const method = methodOf(type, methodName);
  if (method === undefined) return [];
  const where = `${type.name}.${methodName}`;
  const [decorator] = accessDecoratorsAt(method);
  const isIdle = decorator !== undefined && declarationsAt(method).length === 0;
  const message = `${decorator} stands at a method that offers nothing: add ${ANY_CAPABILITY}, or remove it`;
  return [...contradiction(where, method), ...(isIdle ? [{ where, message }] : [])];
}

function contradiction(where: string, target: object): Fault[] {
  if (accessDecoratorsAt(target).length < 2) return [];
  return [{ where, message: '@Public() and @Scopes(...) exclude each other: keep one of them' }];
}
