import { servesTls } from './https.js';
import { isLoopbackHost } from './network-names.js';
import type { Settings } from './settings.js';

/**
 * The canonical URL under which clients reach this server, without a slash at its end. Where `PUBLIC_URL` is not set it
 * follows from the address listened on, if that is the loopback; otherwise nobody but the operator knows it.
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
