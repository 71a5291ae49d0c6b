import { isAbsolute, relative, sep } from 'node:path';

/** Extensions of pages. */
export const PAGE_EXTENSIONS: readonly string[] = ['.md', '.markdown', '.mdx'];

const MAX_PATH_LENGTH = 1024;
// Backslashes separate names on Windows; halves of a surrogate pair cannot be written in a URI.
const RESERVED = /[\\\p{Cc}\p{Cs}]/u;

/** Whether a file or folder name may be part of a page's path: not hidden, not `..`, not a folder of packages. */
export function isVisibleName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !RESERVED.test(name) && name.toLowerCase() !== 'node_modules';
}

export function hasPageExtension(name: string): boolean {
  const lower = name.toLowerCase();
  return PAGE_EXTENSIONS.some((extension) => lower.endsWith(extension));
}

/** The path without its extension. */
export function withoutExtension(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}

/** Whether a path is valid for a page: relative, with `/` between its names, every name visible. */
export function isPagePath(path: string): boolean {
  return path.length <= MAX_PATH_LENGTH && path.split('/').every(isVisibleName) && hasPageExtension(path);
}

/** Whether a file lies below a folder; both must be absolute and free of symbolic links. */
export function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** The path of a page, written with `/` on every platform. */
export function pagePathOf(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/');
}

/** The resource URI of a page, with reserved characters escaped. */
export function pageUri(path: string): string {
  return `docs://${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Order of paths: by code unit, the same on every machine and in every language. */
export function byPath(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
