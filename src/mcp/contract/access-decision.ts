/** Who may see and call a capability: everyone, or whoever holds every one of the scopes. */
export type AccessDecision = { readonly public: true } | { readonly public: false; readonly scopes: readonly string[] };
