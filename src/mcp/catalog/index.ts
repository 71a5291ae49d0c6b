export { Catalog, CatalogScopes } from './catalog.js';
export { CATALOG_OPTIONS, CatalogExplorer, type CatalogOptions } from './catalog.explorer.js';
export { CatalogFaultsError, type Fault } from './catalog-faults.js';
export { ComposedPolicy, ScopePolicy } from './composed-policy.js';
export type { CatalogEntry, EntryOf, ToolEntry } from './entries/catalog-entry.interface.js';
export type { HeaderParameter } from './entries/header-parameters.js';
export {
  CUSTOM_PARAMETER_MARK,
  nestParameters,
  type NestParameter,
  type ParameterSource,
} from './entries/parameter-plan.js';
export { pageOf } from './page.js';
export { sensitiveValues, sensitivityAt, withoutSensitive, type Sensitivity } from './schemas/index.js';
