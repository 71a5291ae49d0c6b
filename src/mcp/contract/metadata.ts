import type { CapabilityKind } from './capability.interface.js';

/** Reflection keys under which the decorators of this room leave their declarations. */
export const TOOLSET_METADATA = 'polyport:toolset';
export const CAPABILITY_METADATA = 'polyport:capability';
export const SCOPES_METADATA = 'polyport:scopes';
export const PUBLIC_METADATA = 'polyport:public';

/** What a capability decorator leaves on its method. */
export interface CapabilityDeclaration<Options = object> {
  readonly kind: CapabilityKind;
  readonly options: Options;
}

/** Adds one declaration to a method; a method may carry several (a tool that is also a resource). */
export function declareCapability(kind: CapabilityKind, options: object): MethodDecorator {
  return (_target, _key, descriptor: PropertyDescriptor) => {
    const method = descriptor.value as object;
    const earlier = (Reflect.getOwnMetadata(CAPABILITY_METADATA, method) ?? []) as CapabilityDeclaration[];
    Reflect.defineMetadata(CAPABILITY_METADATA, [{ kind, options }, ...earlier], method);
  };
}
