import { ListPages } from './list-pages.js';

const entries = Array.from({ length: 5 }, (_item, place) => ({ name: `tool${place}`, definition: { place } }));
const cursorAt = (place: number, key: string): string => Buffer.from(`${place}:${key}`).toString('base64url');

describe('pages of lists', () => {
  const pages = new ListPages({ pageSize: 2, requireAccessDecision: false, toolsets: undefined });
  const page = (cursor?: unknown): Readonly<Record<string, unknown>> => pages.page('tools', entries, cursor);

  it('are made once, along the cursors that they name', () => {
    const second = page(page()['nextCursor']);

    expect([page(), page(page()['nextCursor']), page(second['nextCursor'])]).toEqual([
      page(),
      second,
      { tools: [{ place: 4 }] },
    ]);
    expect(page()).toBe(page());
    expect(page(page()['nextCursor'])).toBe(second);
  });

  it('are made anew for a cursor that somebody made up, and nothing is kept of it', () => {
    const forged = cursorAt(1, 'k'.repeat(100));

    expect(page(forged)).toEqual(page(forged));
    expect(page(forged)).not.toBe(page(forged));
  });
});
