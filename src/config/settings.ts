import { AuthSettings } from './auth.settings.js';
import { LimitsSettings } from './limits.settings.js';
import { LoggingSettings } from './logging.settings.js';
import { NetworkSettings } from './network.settings.js';
import { ServerSettings } from './server.settings.js';
import { combine } from './setting.registry.js';

/**
 * Everything the environment decides, parsed and validated, in one flat object.
 *
 * The variable of a property is its name in upper snake case: `callTimeoutMs` is `CALL_TIMEOUT_MS`.
 */
export class Settings extends combine(ServerSettings, LimitsSettings, LoggingSettings, NetworkSettings, AuthSettings) {}
