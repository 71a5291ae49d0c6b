import { ToolError } from '../../../mcp/contract/index.js';
import { unknownFolder } from '../docs.messages.js';
import type { Page } from '../markdown/page.parser.js';

export interface SliceRequest {
  readonly folder?: string;
  /** Path of the last page of the previous slice. */
  readonly after?: string;
  readonly limit: number;
}

export interface PageSlice {
  readonly pages: { readonly path: string; readonly title: string }[];
  readonly more: number;
  readonly next?: string;
}

/**
 * One slice of a list of pages. The cursor is a path, not a position, so that no page is skipped or repeated when
 * others are added or removed between slices.
 *
 * @param pages in the order of their paths
 * @throws ToolError when the folder has no pages
 */
export function pageSlice(pages: readonly Page[], { folder, after, limit }: SliceRequest): PageSlice {
  const prefix = prefixOf(folder);
  const inFolder = pages.filter(({ path }) => path.startsWith(prefix));
  if (inFolder.length === 0 && folder !== undefined) throw new ToolError(unknownFolder(folder, pages));
  const rest = after === undefined ? inFolder : inFolder.filter(({ path }) => path > after);
  const shown = rest.slice(0, limit).map(({ path, title }) => ({ path, title }));
  const more = rest.length - shown.length;
  return { pages: shown, more, ...(more > 0 && { next: shown.at(-1)?.path }) };
}

function prefixOf(folder = ''): string {
  const names = folder.split('/').filter((name) => name !== '' && name !== '.');
  return names.length === 0 ? '' : `${names.join('/')}/`;
}
