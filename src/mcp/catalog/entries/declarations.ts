import type { Type } from '@nestjs/common';
import type { AccessDecision } from '../../contract/capability.interface.js';
import {
  CAPABILITY_METADATA,
  type CapabilityDeclaration,
  PUBLIC_METADATA,
  SCOPES_METADATA,
  TOOLSET_METADATA,
} from '../../contract/metadata.js';
import type { ToolsetOptions } from '../../contract/toolset.decorator.js';

/** The options of `@Toolset()`; `undefined` for a class without it. */
export function toolsetOptionsOf(type: Type): ToolsetOptions | undefined {
  return Reflect.getMetadata(TOOLSET_METADATA, type) as ToolsetOptions | undefined;
}

/** The declarations of the capability decorators of a method. */
export function declarationsOf(type: Type, methodName: string | symbol): CapabilityDeclaration[] {
  const method = methodOf(type, methodName);
  return method === undefined ? [] : declarationsAt(method);
}

/** The decision of `@Scopes` and `@Public` at a method, or else at its class. */
export function accessOf(type: Type, methodName: string): AccessDecision | undefined {
  const method = methodOf(type, methodName);
  return (method && decisionAt(method)) ?? decisionAt(type);
}

export function declarationsAt(method: object): CapabilityDeclaration[] {
  return (Reflect.getOwnMetadata(CAPABILITY_METADATA, method) ?? []) as CapabilityDeclaration[];
}

/** The access decorators of a class or a method. */
export function accessDecoratorsAt(target: object): ('@Scopes(...)' | '@Public()')[] {
  return [
    ...(Reflect.hasOwnMetadata(SCOPES_METADATA, target) ? (['@Scopes(...)'] as const) : []),
    ...(Reflect.hasOwnMetadata(PUBLIC_METADATA, target) ? (['@Public()'] as const) : []),
  ];
}

/** The method of a class or of one that it extends. */
export function methodOf(type: Type, name: string | symbol): object | undefined {
  const value: unknown = findDescriptor(type.prototype as object, name)?.value;
  return typeof value === 'function' ? value : undefined;
}

function findDescriptor(prototype: object | null, name: string | symbol): PropertyDescriptor | undefined {
  if (prototype === null) return undefined;
  return (
    Object.getOwnPropertyDescriptor(prototype, name) ??
    findDescriptor(Object.getPrototypeOf(prototype) as object | null, name)
  );
}

function decisionAt(target: object): AccessDecision | undefined {
  const scopes = Reflect.getMetadata(SCOPES_METADATA, target) as string[] | undefined;
  if (scopes) return { public: false, scopes };
  return Reflect.getMetadata(PUBLIC_METADATA, target) === true ? { public: true } : undefined;
}
