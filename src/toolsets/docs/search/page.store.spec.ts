import { parsePage } from '../markdown/page.parser.js';
import { PageStore } from './page.store.js';

function storeOf(pages: Record<string, string>): PageStore {
  const store = new PageStore();
  for (const [path, text] of Object.entries(pages)) store.put(parsePage(path, text));
  return store;
}

const found = (store: PageStore, query: string): string[] =>
  store.search(query, 10).map(({ path, position }) => `${path} ${position}`);

describe('the search of PageStore', () => {
  const store = storeOf({
    'z.md': '# Sessions\nHow long they live.\n## Limits\nA throttle stops callers.',
    'a.md': '# Start\nSome remarks on sessions and on the `DOCS_DIR` variable.',
    'guides/deployment.md': '# Going live\nContainers.',
    'menu.md': '# Dessert\nCrème brûlée.',
  });

  it.each<[string, string, string[]]>([
    ['a heading above a mention', 'sessions', ['z.md 0', 'z.md 1', 'a.md 0']],
    ['the section that holds the word', 'callers', ['z.md 1']],
    ['the beginning of a word', 'throt', ['z.md 1']],
    ['a word with a typing error', 'containrs', ['guides/deployment.md 0']],
    ['words without their accents', 'creme brulee', ['menu.md 0']],
    ['words with accents and capitals', 'BRÛLÉE', ['menu.md 0']],
    ['code in backticks', '`DOCS_DIR`', ['a.md 0']],
    ['the name of the file', 'deployment', ['guides/deployment.md 0']],
    ['nothing', 'xylophone', []],
    ['nothing for signs only', '*?() "" --', []],
  ])('finds %s', (_name, query, expected) => {
    expect(found(store, query)).toEqual(expected);
  });

  it('orders equal matches by path and position, however they came in', () => {
    const same = '# Same\nword\n# Same\nword';
    const pages = [
      ['b.md', same],
      ['a.md', same],
      ['B.md', same],
    ] as const;
    const expected = ['B.md 0', 'B.md 1', 'a.md 0', 'a.md 1', 'b.md 0', 'b.md 1'];
    expect(found(storeOf(Object.fromEntries(pages)), 'word')).toEqual(expected);
    expect(found(storeOf(Object.fromEntries([...pages].reverse())), 'word')).toEqual(expected);
  });

  it('forgets what was replaced or removed', () => {
    const store = storeOf({ 'a.md': '# One\nalpha\n# Two\nbeta', 'b.md': 'alpha' });
    const outcomes = [
      store.put(parsePage('a.md', '# One\ngamma')),
      store.put(parsePage('a.md', '# One\ngamma')),
      store.remove('b.md'),
      store.remove('b.md'),
    ];
    expect(outcomes).toEqual(['changed', 'same', 'removed', 'same']);
    expect([found(store, 'alpha'), found(store, 'beta'), found(store, 'gamma')]).toEqual([[], [], ['a.md 0']]);
    expect(store.list().map(({ path }) => path)).toEqual(['a.md']);
  });
});
