import { ProtocolError } from '../contract/errors.js';

const INVALID_PARAMS = -32602;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/**
 * Cuts one page out of a list with a stable order. A cursor names the last item of the page before and its place, so that
 * it always advances, also when items have come or gone in the meantime.
 *
 * @throws ProtocolError −32602 for a cursor that was not given out by a list
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  size: number,
  cursor: unknown,
): Page<Item> {
  const start = cursor === undefined ? 0 : startAfter(cursor, items, keyOf, size);
  const page = items.slice(start, start + size);
  const end = start + page.length;
  const last = page.at(-1);
  return end < items.length && last !== undefined
    ? { items: page, nextCursor: encode(end, keyOf(last)) }
    : { items: page };
}

function startAfter<Item>(
  cursor: unknown,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  size: number,
): number {
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString() : '';
  const [, place, key] = /^(\d{1,9}):(.*)$/s.exec(text) ?? [];
  if (place === undefined || key === undefined || encode(Number(place), key) !== cursor) {
    throw new ProtocolError(
      INVALID_PARAMS,
      'Invalid cursor: pass the nextCursor of the page before, or none for the first page',
    );
  }
  const before = Number(place) - 1;
  const expected = items[before];
  // Keys may occur twice: where nothing has changed, the place decides.
  if (expected !== undefined && keyOf(expected) === key) return before + 1;
  const found = items.findIndex((item) => keyOf(item) === key);
  if (found !== -1) return found + 1;
  // The items after the vanished one have moved up; pages of one item would not advance by this.
  return size > 1 ? Math.max(before, 0) : before + 1;
}

function encode(place: number, key: string): string {
  return Buffer.from(`${place}:${key}`).toString('base64url');
}
