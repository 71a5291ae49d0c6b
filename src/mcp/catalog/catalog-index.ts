import type { Principal } from '../contract/principal.js';
import type { CatalogEntry, EntryOf } from './entries/catalog-entry.interface.js';

type Kind = CatalogEntry['kind'];

/** The capabilities by kind and by name: a lookup costs the same among ten and among a thousand. */
export class CatalogIndex {
  private readonly kinds = new Map<Kind, CatalogEntry[]>();
  private readonly names = new Map<string, CatalogEntry>();
  /** Every scope that a capability asks for. */
  readonly scopes: ReadonlySet<string>;

  constructor(readonly entries: readonly CatalogEntry[]) {
    for (const entry of entries) {
      const { kind, name } = entry;
      const siblings = this.kinds.get(kind);
      if (siblings) siblings.push(entry);
      else this.kinds.set(kind, [entry]);
      const key = keyOf(kind, name);
      // Lists and completions are named within their class: a name finds only the first of them.
      if (!this.names.has(key)) this.names.set(key, entry);
    }
    this.scopes = new Set(entries.flatMap(({ access }) => (access && !access.public ? access.scopes : [])));
  }

  /** Those of one kind, in the order of declaration: the same list each time. */
  ofKind<K extends Kind>(kind: K): readonly EntryOf<K>[] {
    return (this.kinds.get(kind) ?? NONE) as readonly EntryOf<K>[];
  }

  named<K extends Kind>(kind: K, name: string): EntryOf<K> | undefined {
    return this.names.get(keyOf(kind, name)) as EntryOf<K> | undefined;
  }
}

const NONE: readonly CatalogEntry[] = [];

function keyOf(kind: Kind, name: string): string {
  return `${kind} ${name}`;
}

/** Limit of remembered sets: an issuer can combine its scopes in any number of ways. */
const MAX_SETS = 100;

type Entries = readonly CatalogEntry[];

/**
 * The sets of capabilities that callers see. Callers who see the same share one list object, so that a cache can use the
 * list as its key.
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

  /** The set of the capabilities of a kind whose place in `allowed` is `true`. */
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

/** The prompt or template that a completion or a list belongs to. */
export function ownerOf(
  entry: EntryOf<'completion' | 'resourceList'>,
  entries: readonly CatalogEntry[],
): EntryOf<'prompt' | 'resourceTemplate'> | undefined {
  return entries.find(
    (candidate): candidate is EntryOf<'prompt' | 'resourceTemplate'> =>
      (candidate.kind === 'resourceTemplate' || (candidate.kind === 'prompt' && entry.kind === 'completion')) &&
      candidate.provider === entry.provider &&
      candidate.methodName === entry.of,
  );
}
