import { isLoopbackHost } from './network-names.js';
import type { Settings } from './settings.js';

/** Whether requests must come over HTTPS; default: when other machines can reach the server. */
export function isHttpsRequired({ requireHttps, host }: Pick<Settings, 'requireHttps' | 'host'>): boolean {
  return requireHttps ?? !isLoopbackHost(host);
}

/** Whether this process itself speaks TLS. */
export function servesTls({ tlsCertFile }: Pick<Settings, 'tlsCertFile'>): boolean {
  return tlsCertFile !== undefined;
}

/**
 * The canonical URL of this server, without a trailing slash: `PUBLIC_URL`, or the loopback address it listens on.
 * Behind any other address only the operator knows it.
 */
export function publicUrlOf({
  publicUrl,
  host,
  port,
  tlsCertFile,
}: Pick<Settings, 'publicUrl' | 'host' | 'port' | 'tlsCertFile'>): string | undefined {
  if (publicUrl !== undefined) return publicUrl;
  if (!isLoopbackHost(host) || port === 0) return undefined;
  return new URL(
    `${servesTls({ tlsCertFile }) ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
  ).origin;
}

/** Destination of the audit: `off`, `stderr` or a path. Off on stdio by default: the one caller sees the calls. */
export function auditLogOf({ auditLog, transport }: Pick<Settings, 'auditLog' | 'transport'>): string {
  return auditLog ?? (transport.includes('stdio') ? 'off' : 'stderr');
}
