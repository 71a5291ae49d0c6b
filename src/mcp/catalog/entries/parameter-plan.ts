import type { Type } from '@nestjs/common';
import type { CapabilityKind } from '../../contract/capability.interface.js';
import { CompletionRequest } from '../../contract/complete.decorator.js';
import { McpContext } from '../../contract/mcp-context.js';
import { Principal } from '../../contract/principal.js';
import { ResourceRequest } from '../../contract/resource.decorators.js';

/** The object that a parameter of a capability method receives. */
export type ParameterSource = 'input' | 'context' | 'principal' | 'resource' | 'completion';

export interface ParameterPlan {
  readonly index: number;
  readonly source: ParameterSource;
}

export interface ParameterAnalysis {
  readonly plan: readonly ParameterPlan[];
  /** The input class, when a parameter declares one. */
  readonly inputType: Type | undefined;
  readonly faults: readonly string[];
}

const INJECTED = new Map<unknown, ParameterSource>([
  [McpContext, 'context'],
  [Principal, 'principal'],
  [ResourceRequest, 'resource'],
  [CompletionRequest, 'completion'],
]);

const BUILT_IN = new Set<unknown>([String, Number, Boolean, Symbol, BigInt, Array, Function, Promise, Date, Map, Set]);

const TAKES_INPUT: ReadonlySet<CapabilityKind> = new Set(['tool', 'prompt', 'resourceTemplate']);

/**
 * Reads from the declared class of each parameter of a capability method which object it receives. Parameters with a
 * decorator of the team's own (`createParamDecorator`) are left to Nest.
 *
 * @param hasExplicitInput whether the capability's options carry a schema, which a parameter without a class then receives
 */
export function analyseParameters(
  type: Type,
  methodName: string,
  kind: CapabilityKind,
  hasExplicitInput: boolean,
): ParameterAnalysis {
  const method = (type.prototype as Record<string, unknown>)[methodName] as (...args: unknown[]) => unknown;
  const declared = (Reflect.getMetadata('design:paramtypes', type.prototype as object, methodName) ?? []) as unknown[];
  const custom = customParameters(type, methodName);
  const plan: ParameterPlan[] = [];
  const faults: string[] = [];
  let inputType: Type | undefined;
  for (let index = 0; index < Math.max(declared.length, method.length); index += 1) {
    if (custom.has(index)) continue;
    const metatype = declared[index];
    const position = `parameter ${index + 1}`;
    const injected = INJECTED.get(metatype);
    if (injected !== undefined) {
      const fault = misplaced(injected, kind);
      if (fault === undefined) plan.push({ index, source: injected });
      else faults.push(`${position} ${fault}`);
    } else if (BUILT_IN.has(metatype)) {
      faults.push(
        `${position} is ${named(metatype)}: declare a class with class-validator decorators that has it as a property`,
      );
    } else if (metatype === undefined || metatype === Object) {
      if (hasExplicitInput) plan.push({ index, source: 'input' });
      else faults.push(`${position} ${unknownClass(metatype)}`);
    } else if (!TAKES_INPUT.has(kind)) {
      faults.push(`${position} is ${named(metatype)}, but ${article(kind)} has no input: ${allowed(kind)}`);
    } else {
      inputType = metatype as Type;
      plan.push({ index, source: 'input' });
    }
  }
  if (plan.filter(({ source }) => source === 'input').length > 1) {
    faults.push('two parameters declare an input class: put their properties into one class');
  }
  return { plan, inputType, faults };
}

function customParameters(type: Type, methodName: string): ReadonlySet<number> {
  const entries = Object.entries(nestParameters(type, methodName));
  return new Set(entries.filter(([key]) => key.includes(CUSTOM_PARAMETER_MARK)).map(([, { index }]) => index));
}

function misplaced(source: ParameterSource, kind: CapabilityKind): string | undefined {
  if (source === 'completion' && kind !== 'completion')
    return 'is a CompletionRequest, which only @Complete methods receive';
  if (source === 'resource' && kind !== 'resource' && kind !== 'resourceTemplate') {
    return 'is a ResourceRequest, which only @Resource and @ResourceTemplate methods receive';
  }
  return undefined;
}

function named(metatype: unknown): string {
  const { name } = metatype as Type;
  return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`;
}

function unknownClass(metatype: unknown): string {
  const remedy =
    "declare a class and import it with `import { X }`, not `import type { X }`, or give a schema as the decorator's `input`";
  return metatype === undefined
    ? `has no class at run time (a circular import, or a compiler that emits no decorator metadata): ${remedy}`
    : `has no class at run time (an interface, a type, or a class imported as a type only): ${remedy}`;
}

function article(kind: CapabilityKind): string {
  return kind === 'resource' ? 'a resource' : kind === 'completion' ? 'a completion' : 'a resource list';
}

function allowed(kind: CapabilityKind): string {
  const special = kind === 'resource' ? 'ResourceRequest, ' : kind === 'completion' ? 'CompletionRequest, ' : '';
  return `use ${special}McpContext or Principal`;
}

/**
 * Where Nest keeps the parameters of a handler, and how the keys of parameters with a decorator made by
 * `createParamDecorator` are marked. Nest exports neither from its root; `test/pins` holds both against Nest's own.
 */
export const PARAMETERS_METADATA = '__routeArguments__';
export const CUSTOM_PARAMETER_MARK = '__customRouteArgs__';

export interface NestParameter {
  readonly index: number;
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
  readonly factory?: (data: unknown, host: unknown) => unknown;
}

/** The parameters of a method that have Nest decorators, by Nest's key. */
export function nestParameters(type: Type, methodName: string): Record<string, NestParameter> {
  return (Reflect.getMetadata(PARAMETERS_METADATA, type, methodName) ?? {}) as Record<string, NestParameter>;
}
