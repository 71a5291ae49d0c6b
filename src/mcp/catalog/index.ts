export { Catalog } from './catalog.js';
export { CatalogExplorer } from './catalog.explorer.js';
export type {
  CatalogEntry,
  CompletionEntry,
  EntryOf,
  PromptEntry,
  ProviderRef,
  ResourceEntry,
  ResourceListEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from './catalog-entry.interface.js';
export { CatalogScopes } from './catalog-scopes.js';
export { ComposedPolicy } from './composed-policy.js';
export { CatalogFaultsError, type Fault } from './catalog-faults.error.js';
export type { HeaderParameter } from './header-parameters.js';
export { CATALOG_OPTIONS, type CatalogOptions } from './catalog.options.js';
export { CUSTOM_PARAMETER_MARK, nestParameters, PARAMETERS_METADATA, type NestParameter } from './nest-metadata.js';
export { pageOf, type Page } from './page.js';
export type { ParameterPlan, ParameterSource } from './parameter-plan.js';
export { ScopePolicy } from './scope-policy.js';
export {
  sensitiveValues,
  sensitivityAt,
  withoutSensitive,
  type Issue,
  type SchemaContract,
  type Sensitivity,
} from './schemas/index.js';
