import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { andThen, type MaybePromise } from '../common/maybe-promise.js';
import { AccessPolicy } from '../contract/access-policy.js';
import type { Principal } from '../contract/principal.js';
import { ScopeDirectory } from '../contract/scope-directory.port.js';
import { CatalogFaultsError, crossChecks } from './catalog-faults.js';
import { CatalogIndex, ownerOf, VisibleSets } from './catalog-index.js';
import { CATALOG_OPTIONS, CatalogExplorer, type CatalogOptions } from './catalog.explorer.js';
import { ComposedPolicy } from './composed-policy.js';
import type { CatalogEntry, EntryOf } from './entries/catalog-entry.interface.js';

/** Every capability of the application, in the order of declaration. */
@Injectable()
export class Catalog implements OnApplicationBootstrap {
  private index = new CatalogIndex([]);
  private sets = new VisibleSets(this.index);

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
    this.index = new CatalogIndex(entries.map((entry) => this.withOwnersAccess(entry, entries)));
    this.sets = new VisibleSets(this.index);
  }

  all(): readonly CatalogEntry[] {
    return this.index.entries;
  }

  ofKind<Kind extends CatalogEntry['kind']>(kind: Kind): readonly EntryOf<Kind>[] {
    return this.index.ofKind(kind);
  }

  /** A capability by its name, without a check of access. */
  named<Kind extends CatalogEntry['kind']>(kind: Kind, name: string): EntryOf<Kind> | undefined {
    return this.index.named(kind, name);
  }

  /**
   * The capabilities of one kind that the principal may see and call: callers who see the same get the same list. A
   * promise only where the application has rules of its own.
   */
  visible<Kind extends CatalogEntry['kind']>(kind: Kind, principal: Principal): MaybePromise<readonly EntryOf<Kind>[]> {
    const { policy } = this;
    if (!(policy instanceof ComposedPolicy) || policy.hasRules) return this.visibleByRules(kind, principal);
    const allows = (entry: CatalogEntry): boolean => policy.allowsByScopes(principal, entry);
    return this.sets.forScopes(kind, principal, allows) as readonly EntryOf<Kind>[];
  }

  /**
   * A capability by its name, if the principal may see it: a hidden one does not exist. A promise only where the
   * application has rules of its own.
   */
  find<Kind extends CatalogEntry['kind']>(
    kind: Kind,
    name: string,
    principal: Principal,
  ): MaybePromise<EntryOf<Kind> | undefined> {
    const entry = this.named(kind, name);
    if (!entry) return undefined;
    return andThen(this.policy.allows(principal, entry), (allowed) => (allowed ? entry : undefined));
  }

  /** The completion or list that belongs to a prompt or template. */
  belongingTo<Kind extends 'completion' | 'resourceList'>(
    kind: Kind,
    owner: EntryOf<'prompt' | 'resourceTemplate'>,
  ): readonly EntryOf<Kind>[] {
    return this.ofKind(kind).filter((entry) => ownerOf(entry, [owner]) !== undefined);
  }

  /** Whether the application has rules of its own, which may hide a capability from some principals. */
  hasRules(): boolean {
    return !(this.policy instanceof ComposedPolicy) || this.policy.hasRules;
  }

  /** Whether every principal sees the same capabilities. */
  isEqualForAll(): boolean {
    return !this.hasRules() && this.all().every(({ access }) => access?.public !== false);
  }

  private async visibleByRules<Kind extends CatalogEntry['kind']>(
    kind: Kind,
    principal: Principal,
  ): Promise<readonly EntryOf<Kind>[]> {
    const allowed = await Promise.all(this.ofKind(kind).map(async (entry) => this.policy.allows(principal, entry)));
    return this.sets.shared(kind, allowed) as readonly EntryOf<Kind>[];
  }

  private withOwnersAccess(entry: CatalogEntry, entries: readonly CatalogEntry[]): CatalogEntry {
    if (entry.kind !== 'completion' && entry.kind !== 'resourceList') return entry;
    return { ...entry, access: ownerOf(entry, entries)?.access };
  }
}

/** The scopes that the capabilities of the catalog ask for. */
@Injectable()
export class CatalogScopes extends ScopeDirectory {
  constructor(private readonly catalog: Catalog) {
    super();
  }

  override scopes(): readonly string[] {
    const scopes = this.catalog.all().flatMap(({ access }) => (access && !access.public ? access.scopes : []));
    return [...new Set(scopes)].sort();
  }
}
