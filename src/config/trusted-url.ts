import { isLoopbackHost } from './network-names.js';

/**
 * Reads an absolute URL that nobody on the way can tamper with: https, or http to this very machine. It has neither
 * credentials nor a fragment, and a query only where that is said.
 */
export function toTrustedUrl(text: string, options: { readonly query: boolean }): URL | undefined {
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || isLoopbackHost(url.hostname.replace(/^\[|\]$/g, ''));
  const isPlain = url.username === '' && url.password === '' && !text.includes('#');
  return isSafe && isPlain && (options.query || !text.includes('?')) ? url : undefined;
}

/** A URL without the slash at its end, so that paths can be put behind it. */
export function withoutSlash({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
