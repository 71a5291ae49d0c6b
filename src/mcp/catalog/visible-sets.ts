import type { Principal } from '../contract/principal.js';
import type { CatalogEntry } from './catalog-entry.interface.js';
import type { CatalogIndex } from './catalog-index.js';

/** So many sets are remembered; an issuer may combine its scopes at will. */
const MAX_SETS = 100;

type Entries = readonly CatalogEntry[];

/**
 * The sets of capabilities that callers see: one list object for each, however many callers share it, so that whatever is
 * made of a set can be kept with it.
 */
export class VisibleSets {
  private readonly byScopes = new Map<string, Entries>();
  private readonly byMembers = new Map<string, Entries>();

  constructor(private readonly index: CatalogIndex) {}

  /** The set that follows from the scopes of a caller alone. */
  forScopes(kind: CatalogEntry['kind'], principal: Principal, allows: (entry: CatalogEntry) => boolean): Entries {
    const key = `${kind} ${this.knownScopes(principal)}`;
    return remembered(this.byScopes, key, () => this.shared(kind, this.index.ofKind(kind).map(allows)));
  }

  /** The set of those of a kind whose place says `true`. */
  shared(kind: CatalogEntry['kind'], allowed: readonly boolean[]): Entries {
    const all = this.index.ofKind(kind);
    if (!allowed.includes(false)) return all;
    const key = `${kind} ${allowed.map(Number).join('')}`;
    return remembered(this.byMembers, key, () => all.filter((_entry, place) => allowed[place]));
  }

  private knownScopes({ scopes }: Principal): string {
    if (scopes.includes('*')) return '*';
    // As JSON: a scope may hold any character that could separate them.
    return JSON.stringify([...new Set(scopes.filter((scope) => this.index.scopes.has(scope)))].sort());
  }
}

function remembered(sets: Map<string, Entries>, key: string, make: () => Entries): Entries {
  const known = sets.get(key);
  if (known) return known;
  const made = make();
  if (sets.size >= MAX_SETS) sets.clear();
  sets.set(key, made);
  return made;
}
