export { ApiKeysError, readApiKeys, type ApiKey } from './api-keys.js';
export { InvalidSettingsError } from './invalid-settings.error.js';
export { isLoopbackHost } from './network-names.js';
export { publicUrlOf } from './public-url.js';
export { loadSettings, readSettings } from './settings.loader.js';
export { Settings } from './settings.js';
export { SettingsModule } from './settings.module.js';
export type {
  AuthMethod,
  Environment,
  LogFormat,
  LogLevelName,
  ServerIdentity,
  TransportName,
} from './settings.types.js';
export { toTrustedUrl } from './trusted-url.js';
