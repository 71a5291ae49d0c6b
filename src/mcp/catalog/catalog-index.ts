import type { CatalogEntry, EntryOf } from './catalog-entry.interface.js';

type Kind = CatalogEntry['kind'];

/** The capabilities by kind and by name, so that a thousand of them cost a call what ten cost. */
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
      // Lists and completions are named within their class: the first of a name stands for none of the others.
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
