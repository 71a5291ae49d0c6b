import { isLoopbackHost } from '../../config/index.js';

/** The host name of a `Host` header, without port and brackets, in lower case; `undefined` when it is none. */
export function hostnameOf(header: string): string | undefined {
  if (!/^[\w.:[\]-]+$/.test(header)) return undefined;
  try {
    return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return undefined;
  }
}

/**
 * Whether requests may be addressed to this name. Without a list: the loopback names and the address listened on.
 *
 * @param listening `undefined` where the process itself does not listen, so that no name is its own
 */
export function isAllowedHost(hostname: string, allowed: readonly string[], listening: string | undefined): boolean {
  if (allowed.length > 0) return allowed.includes(hostname);
  return listening !== undefined && (hostname === listening.toLowerCase() || isLoopbackHost(hostname));
}

/** Whether a page of this origin may call: a listed origin, or the server's own, whose host name has been checked. */
export function isAllowedOrigin(origin: string, allowed: readonly string[], hostHeader: string): boolean {
  if (allowed.includes(origin.toLowerCase())) return true;
  return /^https?:\/\//i.test(origin) && origin.replace(/^https?:\/\//i, '').toLowerCase() === hostHeader.toLowerCase();
}
