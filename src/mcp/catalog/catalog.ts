import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AccessPolicy } from '../contract/access-policy.js';
import type { Principal } from '../contract/principal.js';
import { crossChecks, ownerOf } from './catalog-checks.js';
import type { CatalogEntry, EntryOf } from './catalog-entry.interface.js';
import { CatalogExplorer } from './catalog.explorer.js';
import { ComposedPolicy } from './composed-policy.js';
import { CatalogFaultsError } from './catalog-faults.error.js';
import { CATALOG_OPTIONS, type CatalogOptions } from './catalog.options.js';

/** Every capability of the application, in the order of declaration. */
@Injectable()
export class Catalog implements OnApplicationBootstrap {
  private entries: readonly CatalogEntry[] = [];

  constructor(
    private readonly explorer: CatalogExplorer,
    private readonly policy: AccessPolicy,
    @Inject(CATALOG_OPTIONS) private readonly options: CatalogOptions,
  ) {}

  /** @throws CatalogFaultsError naming every fault of every toolset */
  async onApplicationBootstrap(): Promise<void> {
    const { entries, faults } = await this.explorer.explore();
    const all = [...faults, ...crossChecks(entries, faults, this.options.requireAccessDecision)];
    if (all.length > 0) throw new CatalogFaultsError(all);
    this.entries = entries.map((entry) => this.withOwnersAccess(entry, entries));
  }

  all(): readonly CatalogEntry[] {
    return this.entries;
  }

  ofKind<Kind extends CatalogEntry['kind']>(kind: Kind): readonly EntryOf<Kind>[] {
    return this.entries.filter((entry): entry is EntryOf<Kind> => entry.kind === kind);
  }

  /** The capabilities of one kind that the principal may see and call. */
  async visible<Kind extends CatalogEntry['kind']>(
    kind: Kind,
    principal: Principal,
  ): Promise<readonly EntryOf<Kind>[]> {
    const entries = this.ofKind(kind);
    const allowed = await Promise.all(entries.map(async (entry) => this.policy.allows(principal, entry)));
    return entries.filter((_entry, index) => allowed[index]);
  }

  /** A capability by its name, if the principal may see it: what is hidden does not exist. */
  async find<Kind extends CatalogEntry['kind']>(
    kind: Kind,
    name: string,
    principal: Principal,
  ): Promise<EntryOf<Kind> | undefined> {
    const entry = this.ofKind(kind).find((candidate) => candidate.name === name);
    return entry && (await this.policy.allows(principal, entry)) ? entry : undefined;
  }

  /** The completion or list that belongs to a prompt or template. */
  belongingTo<Kind extends 'completion' | 'resourceList'>(
    kind: Kind,
    owner: EntryOf<'prompt' | 'resourceTemplate'>,
  ): readonly EntryOf<Kind>[] {
    return this.ofKind(kind).filter((entry) => ownerOf(entry, [owner]) !== undefined);
  }

  /** Whether rules of the application may hide from some what they show to others. */
  hasRules(): boolean {
    return !(this.policy instanceof ComposedPolicy) || this.policy.hasRules;
  }

  /** Whether every principal sees the same capabilities. */
  isEqualForAll(): boolean {
    return !this.hasRules() && this.entries.every(({ access }) => access?.public !== false);
  }

  private withOwnersAccess(entry: CatalogEntry, entries: readonly CatalogEntry[]): CatalogEntry {
    if (entry.kind !== 'completion' && entry.kind !== 'resourceList') return entry;
    return { ...entry, access: ownerOf(entry, entries)?.access };
  }
}
