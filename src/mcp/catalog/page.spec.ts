import fc from 'fast-check';
import { ProtocolError } from '../contract/errors.js';
import { pageOf } from './page.js';

const self = (item: string): string => item;

/** Every page of a list that does not change. */
function pages(items: readonly string[], size: number): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  let cursor: string | undefined;
  do {
    const page = pageOf(items, self, size, cursor);
    found.push(page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && found.length <= items.length);
  return found;
}

describe('pages of a list', () => {
  it('follow each other and end without a cursor', () => {
    expect(pages(['a', 'b', 'c', 'd', 'e'], 2)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('end where the list ends', () => {
    expect([pages([], 2), pages(['a', 'b'], 2)]).toEqual([[[]], [['a', 'b']]]);
  });

  it('give every item exactly once, also when keys occur twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('', 'a', 'b', 'ä:1', '1:b')),
        fc.integer({ min: 1, max: 5 }),
        (items, size) => {
          expect(pages(items, size).flat()).toEqual(items);
        },
      ),
    );
  });

  it('lose nothing and repeat nothing when items come or go before the cursor', () => {
    const { nextCursor } = pageOf(['a', 'b', 'c', 'd'], self, 2, undefined);
    expect([
      pageOf(['b', 'c', 'd'], self, 2, nextCursor).items,
      pageOf(['0', 'a', 'b', 'c', 'd'], self, 2, nextCursor).items,
      pageOf(['a', 'c', 'd'], self, 2, nextCursor).items,
    ]).toEqual([
      ['c', 'd'],
      ['c', 'd'],
      ['c', 'd'],
    ]);
  });

  it('end even when every item changes its key between two pages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 5 }), (length, size) => {
        let cursor: string | undefined;
        let round = 0;
        do {
          const items = Array.from({ length }, (_, index) => `${round}-${index}`);
          cursor = pageOf(items, self, size, cursor).nextCursor;
          round += 1;
        } while (cursor !== undefined && round <= length + 1);
        expect(cursor).toBeUndefined();
      }),
    );
  });

  it('are empty behind a list that has become shorter', () => {
    const { nextCursor } = pageOf(['a', 'b', 'c', 'd', 'e'], self, 4, undefined);
    expect(pageOf(['x'], self, 4, nextCursor)).toEqual({ items: [] });
  });

  it.each([
    ['no cursor at all', 'nonsense'],
    ['a number', 3],
    ['null', null],
    ['an object', {}],
    ['an empty text', ''],
    ['base64 instead of base64url', Buffer.from('2:>>>???').toString('base64')],
    ['a place that is no number', Buffer.from('x:b').toString('base64url')],
    ['a place with zeros in front', Buffer.from('02:b').toString('base64url')],
    ['a huge place', Buffer.from('99999999999999:b').toString('base64url')],
  ])('refuse %s', (_title, cursor) => {
    expect(() => pageOf(['a', 'b'], self, 1, cursor)).toThrow(
      new ProtocolError(-32602, 'Invalid cursor: pass the nextCursor of the page before, or none for the first page'),
    );
  });
});
