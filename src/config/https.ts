import { isLoopbackHost } from './network-names.js';
import type { Settings } from './settings.js';

/** Whether requests must come over HTTPS: unless something else is said, where other machines can reach the server. */
export function isHttpsRequired({ requireHttps, host }: Pick<Settings, 'requireHttps' | 'host'>): boolean {
  return requireHttps ?? !isLoopbackHost(host);
}

/** Whether this process itself speaks TLS. */
export function servesTls({ tlsCertFile }: Pick<Settings, 'tlsCertFile'>): boolean {
  return tlsCertFile !== undefined;
}
