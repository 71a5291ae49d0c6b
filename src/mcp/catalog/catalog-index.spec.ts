import { Principal } from '../contract/principal.js';
import type { CatalogEntry } from './entries/catalog-entry.interface.js';
import { CatalogIndex, VisibleSets } from './catalog-index.js';

const tool = (name: string, ...scopes: string[]): CatalogEntry =>
  ({ kind: 'tool', name, access: { public: false, scopes } }) as unknown as CatalogEntry;

const caller = (...scopes: string[]): Principal => new Principal({ subject: 'ann', method: 'jwt', scopes });

describe('the sets of capabilities that callers see', () => {
  const index = new CatalogIndex([tool('ta', 'a'), tool('tb', 'b'), tool('tab', 'a b')]);
  const sets = new VisibleSets(index);
  const seen = (principal: Principal): readonly CatalogEntry[] =>
    sets.forScopes('tool', principal, ({ access }) =>
      principal.hasScopes(...(access as { readonly scopes: readonly string[] }).scopes),
    );
  const names = (...scopes: string[]): string[] => seen(caller(...scopes)).map(({ name }) => name);

  it('are told apart, whatever characters scopes are made of', () => {
    expect([names('a', 'b'), names('a b'), names('b'), names()]).toEqual([['ta', 'tb'], ['tab'], ['tb'], []]);
  });

  it('are the same list for callers who differ in scopes that nothing asks for, or in their order', () => {
    expect(seen(caller('b', 'x', 'a'))).toBe(seen(caller('a', 'b', 'y')));
  });
});
