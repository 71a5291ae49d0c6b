import { parsePage } from '../markdown/page.parser.js';
import { pageSlice } from './page-slice.js';

const pages = ['a.md', 'b/c.md', 'b/d/e.md', 'b.md', 'ba/f.md']
  .sort()
  .map((path) => parsePage(path, `# Title of ${path}`));
const paths = (request: { folder?: string; after?: string; limit?: number }) => {
  const { pages: shown, ...rest } = pageSlice(pages, { limit: 10, ...request });
  return { paths: shown.map(({ path }) => path), ...rest };
};

describe('pageSlice', () => {
  it.each([undefined, '', '/', '.'])('of the folder %p has all pages', (folder) => {
    expect(paths({ folder })).toEqual({ paths: ['a.md', 'b.md', 'b/c.md', 'b/d/e.md', 'ba/f.md'], more: 0 });
  });

  it.each(['b', '/b/', 'b//', './b'])('of the folder %p has its pages and those below', (folder) => {
    expect(paths({ folder })).toEqual({ paths: ['b/c.md', 'b/d/e.md'], more: 0 });
  });

  it('goes on after the last path, also when that page is gone', () => {
    expect(paths({ limit: 2 })).toEqual({ paths: ['a.md', 'b.md'], more: 3, next: 'b.md' });
    expect(paths({ limit: 2, after: 'b.md' })).toEqual({ paths: ['b/c.md', 'b/d/e.md'], more: 1, next: 'b/d/e.md' });
    expect(paths({ limit: 2, after: 'b/d/gone.md' })).toEqual({ paths: ['ba/f.md'], more: 0 });
    expect(paths({ after: 'z' })).toEqual({ paths: [], more: 0 });
  });

  it.each(['c', '..', '../b', 'b/..', 'b/c.md', 'B'])('knows no folder %p and says which there are', (folder) => {
    expect(() => paths({ folder })).toThrow(/There are no pages in the folder .* The folders at the top are: b, ba\./);
  });
});
