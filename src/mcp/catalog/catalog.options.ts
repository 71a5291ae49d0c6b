/** Injection token of the catalog's options. */
export const CATALOG_OPTIONS = Symbol('polyport:catalog-options');

export interface CatalogOptions {
  /** Names of the toolsets to serve; `undefined` serves all. */
  readonly toolsets: readonly string[] | undefined;
  /** Entries on one page of a list. */
  readonly pageSize: number;
  /** Refuse capabilities without `@Scopes` or `@Public`: on when callers are authenticated. */
  readonly requireAccessDecision: boolean;
}
