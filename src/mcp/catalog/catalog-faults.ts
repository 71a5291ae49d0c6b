import type { Type } from '@nestjs/common';
import { BootError } from '../contract/errors.js';
import { ownerOf } from './catalog-index.js';
import type { CatalogEntry, EntryOf } from './entries/catalog-entry.interface.js';
import {
  accessDecoratorsAt,
  declarationsAt,
  declarationsOf,
  methodOf,
  toolsetOptionsOf,
} from './entries/declarations.js';

/** One thing that is wrong with a toolset. */
export interface Fault {
  /** Class and method, such as `OrdersToolset.changeAddress`. */
  readonly where: string;
  /** The fault, and the code to write instead. */
  readonly message: string;
}

/** Stops the boot with every fault of every toolset at once. */
export class CatalogFaultsError extends BootError {
  override readonly name = 'CatalogFaultsError';

  constructor(readonly faults: readonly Fault[]) {
    const lines = faults.map(({ where, message }) => `  - ${where}: ${message}`);
    super(
      `${faults.length === 1 ? 'A capability' : `${faults.length} capabilities`} cannot be served:\n${lines.join('\n')}`,
    );
  }
}

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
  // Lists and completions take the decision of their owner.
  if (entry.access !== undefined || belongs(entry)) return [];
  return [{ where: where(entry), message: 'nobody decided who may use it: add @Scopes(...) or @Public()' }];
}

const ANY_CAPABILITY = '@Tool, @Resource, @ResourceTemplate or @Prompt';

/**
 * Faults that show in a toolset's class by itself: decorators that would be passed over.
 *
 * @param methodNames every method of the class that has a string for a name
 */
export function classChecks(type: Type, methodNames: readonly string[]): Fault[] {
  const misplaced = [
    ...staticCapabilities(type).map((name) => ({
      where: `${type.name}.${name}`,
      message: 'a static method is never served: make it a method of the instance',
    })),
    ...symbolCapabilities(type).map((name) => ({
      where: `${type.name}.${name}`,
      message: 'a method with a symbol for a name is never served: name it by a string',
    })),
  ];
  const isEmpty = misplaced.length === 0 && methodNames.every((name) => declarationsOf(type, name).length === 0);
  const empty = { where: type.name, message: `the toolset offers nothing: decorate a method with ${ANY_CAPABILITY}` };
  return [
    ...misplaced,
    ...(isEmpty ? [empty] : []),
    ...contradiction(type.name, type),
    ...methodNames.flatMap((name) => accessFaults(type, name)),
  ];
}

/** Capabilities of a class that is no toolset. */
export function undecoratedChecks(type: Type, methodNames: readonly string[]): Fault[] {
  const lost = lostCapabilities(type, methodNames);
  if (lost.length === 0) return [];
  return [{ where: type.name, message: `${lost.join(', ')} would never be served: put @Toolset() on the class` }];
}

/** Capabilities of a class that Nest has as a controller. */
export function controllerChecks(type: Type, methodNames: readonly string[]): Fault[] {
  const isToolset = toolsetOptionsOf(type) !== undefined;
  if (!isToolset && lostCapabilities(type, methodNames).length === 0) return [];
  const remedy = `${isToolset ? '' : 'put @Toolset() on the class and '}list it in providers instead of controllers`;
  return [{ where: type.name, message: `a controller serves no capabilities: ${remedy}` }];
}

function lostCapabilities(type: Type, methodNames: readonly string[]): string[] {
  return [...methodNames.filter((name) => declarationsOf(type, name).length > 0), ...symbolCapabilities(type)];
}

function staticCapabilities(type: Type): string[] {
  const descriptors = Object.entries<PropertyDescriptor>(Object.getOwnPropertyDescriptors(type));
  const isCapability = (value: unknown): boolean => typeof value === 'function' && declarationsAt(value).length > 0;
  return descriptors.filter(([, { value }]) => isCapability(value)).map(([name]) => name);
}

/** Nest's scanner, and all that refers to a method by its name, knows strings only. */
function symbolCapabilities(type: Type): string[] {
  const symbols = new Set<symbol>();
  let prototype = type.prototype as object | null;
  for (; prototype !== null; prototype = Object.getPrototypeOf(prototype) as object | null) {
    Object.getOwnPropertySymbols(prototype).forEach((symbol) => symbols.add(symbol));
  }
  return [...symbols].filter((symbol) => declarationsOf(type, symbol).length > 0).map(String);
}

function accessFaults(type: Type, methodName: string): Fault[] {
  const method = methodOf(type, methodName);
  if (method === undefined) return [];
  const where = `${type.name}.${methodName}`;
  const [decorator] = accessDecoratorsAt(method);
  const isIdle = decorator !== undefined && declarationsAt(method).length === 0;
  const message = `${decorator} stands at a method that offers nothing: add ${ANY_CAPABILITY}, or remove it`;
  return [...contradiction(where, method), ...(isIdle ? [{ where, message }] : [])];
}

function contradiction(where: string, target: object): Fault[] {
  if (accessDecoratorsAt(target).length < 2) return [];
  return [{ where, message: '@Public() and @Scopes(...) exclude each other: keep one of them' }];
}
