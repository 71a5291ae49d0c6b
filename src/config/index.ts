export { readApiKeys, type ApiKey } from './api-keys.js';
export { auditLogOf, isHttpsRequired, publicUrlOf, servesTls } from './derived.settings.js';
export { canonicalAddress, toIpRange } from './ip-range.js';
export { isLoopbackHost, toTrustedUrl } from './network-names.js';
export type { Runtime } from './server.settings.js';
export {
  InvalidSettingsError,
  loadFunctionSettings,
  loadSettings,
  readFunctionSettings,
  readSettings,
} from './settings.loader.js';
export { Settings } from './settings.js';
export { SettingsModule } from './settings.module.js';
export type { Environment } from './variable.reader.js';
