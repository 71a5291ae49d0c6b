import type { CatalogEntry, EntryOf } from './catalog-entry.interface.js';
import type { Fault } from './catalog-faults.error.js';

/** Faults that show only when the capabilities are seen together. */
export function crossChecks(
  entries: readonly CatalogEntry[],
  known: readonly Fault[],
  requireAccessDecision: boolean,
): Fault[] {
  const faulty = new Set(known.map((fault) => fault.where));
  return [
    ...duplicates(entries),
    ...entries.flatMap((entry) => danglingReference(entry, entries, faulty)),
    ...entries.flatMap(malformedScopes),
    ...(requireAccessDecision ? entries.flatMap(undecided) : []),
  ];
}

const where = ({ className, methodName }: CatalogEntry): string => `${className}.${methodName}`;

function duplicates(entries: readonly CatalogEntry[]): Fault[] {
  const first = new Map<string, CatalogEntry>();
  const providers = [...new Set(entries.map(({ provider }) => provider))];
  const faults: Fault[] = [];
  for (const entry of entries) {
    // Lists and completions are named within their class.
    const owner = belongs(entry) ? providers.indexOf(entry.provider) : '';
    const key = `${entry.kind} ${owner} ${entry.name}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, entry);
    else faults.push({ where: where(entry), message: duplicate(entry, earlier) });
  }
  return faults;
}

function belongs(entry: CatalogEntry): entry is EntryOf<'completion' | 'resourceList'> {
  return entry.kind === 'completion' || entry.kind === 'resourceList';
}

function duplicate(entry: CatalogEntry, earlier: CatalogEntry): string {
  if (belongs(entry)) return `${where(earlier)} gives the ${entry.name} already: keep one of them`;
  const what = entry.kind === 'resource' || entry.kind === 'resourceTemplate' ? 'URI' : 'name';
  return where(entry) === where(earlier) && entry.provider !== earlier.provider
    ? `the ${what} '${entry.name}' is declared twice because ${entry.className} is provided by two modules: export it from one and import that one`
    : `the ${what} '${entry.name}' is already taken by ${where(earlier)}: give one of them another ${what}, or its toolset a prefix`;
}

function danglingReference(
  entry: CatalogEntry,
  entries: readonly CatalogEntry[],
  faulty: ReadonlySet<string>,
): Fault[] {
  if (!belongs(entry)) return [];
  const owner = ownerOf(entry, entries);
  if (!owner) {
    // It may be there and have faults of its own, which are reported already.
    if (faulty.has(`${entry.className}.${entry.of}`)) return [];
    const kinds = entry.kind === 'completion' ? '@Prompt or @ResourceTemplate' : '@ResourceTemplate';
    return [{ where: where(entry), message: `'${entry.of}' is not a ${kinds} method of ${entry.className}` }];
  }
  if (entry.kind === 'resourceList') return [];
  const known =
    owner.kind === 'prompt' ? (owner.definition.arguments ?? []).map(({ name }) => name) : owner.template.variableNames;
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
      candidate.provider === entry.provider &&
      candidate.methodName === entry.of,
  );
}

/** RFC 6749, section 3.3: scope-token; without the comma, which separates scopes in settings. */
const SCOPE = /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/;

function malformedScopes(entry: CatalogEntry): Fault[] {
  const { access } = entry;
  const malformed =
    access && !access.public && !belongs(entry) ? access.scopes.filter((scope) => !SCOPE.test(scope)) : [];
  return malformed.map((scope) => ({
    where: where(entry),
    message: `${JSON.stringify(scope)} is no scope: write each one on its own, without spaces, commas, quotes and backslashes`,
  }));
}

function undecided(entry: CatalogEntry): Fault[] {
  // Lists and completions follow what they belong to.
  if (entry.access !== undefined || belongs(entry)) return [];
  return [{ where: where(entry), message: 'nobody decided who may use it: add @Scopes(...) or @Public()' }];
}
