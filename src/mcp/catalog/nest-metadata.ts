import type { Type } from '@nestjs/common';

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
