import type { CatalogEntry, EntryOf } from './catalog-entry.interface.js';
import type { Fault } from './catalog-faults.error.js';

/** Faults that show only when the capabilities are seen together. */
export function crossChecks(entries: readonly CatalogEntry[], requireAccessDecision: boolean): Fault[] {
  return [
    ...duplicates(entries),
    ...entries.flatMap((entry) => danglingReference(entry, entries)),
    ...(requireAccessDecision ? entries.flatMap(undecided) : []),
  ];
}

const where = ({ className, methodName }: CatalogEntry): string => `${className}.${methodName}`;

function duplicates(entries: readonly CatalogEntry[]): Fault[] {
  const first = new Map<string, CatalogEntry>();
  const faults: Fault[] = [];
  for (const entry of entries) {
    const key =
      entry.kind === 'completion' || entry.kind === 'resourceList' ? ownerKey(entry) : `${entry.kind} ${entry.name}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, entry);
    else faults.push({ where: where(entry), message: duplicate(entry, earlier) });
  }
  return faults;
}

function ownerKey(entry: EntryOf<'completion' | 'resourceList'>): string {
  return `${entry.kind} ${entry.className} ${entry.name}`;
}

function duplicate(entry: CatalogEntry, earlier: CatalogEntry): string {
  const what = entry.kind === 'resource' || entry.kind === 'resourceTemplate' ? 'URI' : 'name';
  return where(entry) === where(earlier)
    ? `the ${what} '${entry.name}' is declared twice because ${entry.className} is provided by two modules: export it from one and import that one`
    : `the ${what} '${entry.name}' is already taken by ${where(earlier)}: give one of them another ${what}, or its toolset a prefix`;
}

function danglingReference(entry: CatalogEntry, entries: readonly CatalogEntry[]): Fault[] {
  if (entry.kind !== 'completion' && entry.kind !== 'resourceList') return [];
  const owner = ownerOf(entry, entries);
  if (!owner) {
    const kinds = entry.kind === 'completion' ? '@Prompt or @ResourceTemplate' : '@ResourceTemplate';
    return [{ where: where(entry), message: `'${entry.of}' is not a ${kinds} method of ${entry.className}` }];
  }
  if (entry.kind === 'resourceList') return [];
  const known =
    owner.kind === 'prompt'
      ? (owner.definition.arguments ?? []).map(({ name }) => name)
      : (owner as EntryOf<'resourceTemplate'>).template.variableNames;
  if (known.includes(entry.argument)) return [];
  const message = `'${entry.argument}' is not an argument of ${entry.of}: it has ${known.join(', ') || 'none'}`;
  return [{ where: where(entry), message }];
}

/** The prompt or template that a completion or a list belongs to. */
export function ownerOf(
  entry: EntryOf<'completion' | 'resourceList'>,
  entries: readonly CatalogEntry[],
): EntryOf<'prompt' | 'resourceTemplate'> | undefined {
  return entries.find(
    (candidate): candidate is EntryOf<'prompt' | 'resourceTemplate'> =>
      (candidate.kind === 'resourceTemplate' || (candidate.kind === 'prompt' && entry.kind === 'completion')) &&
      candidate.className === entry.className &&
      candidate.methodName === entry.of,
  );
}

function undecided(entry: CatalogEntry): Fault[] {
  // Lists and completions follow what they belong to.
  if (entry.access !== undefined || entry.kind === 'completion' || entry.kind === 'resourceList') return [];
  return [{ where: where(entry), message: 'nobody decided who may use it: add @Scopes(...) or @Public()' }];
}
