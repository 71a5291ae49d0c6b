/** The kinds of method that a toolset can offer. */
export type CapabilityKind = 'tool' | 'resource' | 'resourceTemplate' | 'resourceList' | 'prompt' | 'completion';

/** The part of a capability that guards, policies and logs may look at. */
export interface Capability {
  readonly kind: CapabilityKind;
  /** The name that clients use: tool or prompt name, resource URI, URI template. */
  readonly name: string;
  /** Name of the toolset that declares it. */
  readonly toolset: string;
  readonly className: string;
  readonly methodName: string;
  /** What `@Scopes` and `@Public` say; `undefined` when nothing was decided. */
  readonly access: AccessDecision | undefined;
}

/** Who may see and call a capability: everyone, or whoever holds every one of the scopes. */
export type AccessDecision = { readonly public: true } | { readonly public: false; readonly scopes: readonly string[] };
