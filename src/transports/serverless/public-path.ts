/** A path as it stands in a request line: some platforms decode it before they hand it over. */
export function toTarget(path: string, query: string): string {
  const encoded = path.replace(/[^\x21-\x7e]|[?#]/gu, (character) => encodeURIComponent(character));
  return `${encoded.startsWith('/') ? '' : '/'}${encoded}${query === '' ? '' : `?${query}`}`;
}

/** The path without the first of the prefixes that it begins with, if there is something behind it. */
export function withoutPrefix(path: string, prefixes: readonly (string | undefined)[]): string {
  const prefix = prefixes.find((one) => one !== undefined && one !== '' && path.startsWith(`${one}/`));
  return prefix === undefined ? path : path.slice(prefix.length);
}

/** The path of a URL under which clients reach the server, which whoever is in front may pass on. */
export function prefixOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
}
