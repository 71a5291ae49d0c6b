import { Injectable } from '@nestjs/common';
import type { Variables } from '@modelcontextprotocol/server';
import { Catalog, ComposedPolicy, type CatalogEntry, type EntryOf } from '../catalog/index.js';
import { andThen, type MaybePromise } from '../common/maybe-promise.js';
import type { Principal } from '../contract/principal.js';
import { NO_PARAMS, type Params } from './params.js';

/** Longer URIs are refused before they are matched against templates. */
export const MAX_URI_LENGTH = 8192;

/** A capability that a request may mean; for a template with the values of its variables. */
export interface Candidate {
  readonly entry: CatalogEntry;
  readonly variables: Variables;
}

/** The capability that a request names: resolved once, and shared by header check, scopes, limits, audit and method. */
export class Target {
  /** The candidate that the caller may use: the first one that all policies allow. */
  granted: Candidate | undefined;
  /** Scopes that the caller lacks, where nothing else keeps it from a candidate. */
  missingScopes: readonly string[] = NONE;

  constructor(
    /** In order of precedence; more than one only where several templates match a URI. */
    readonly candidates: readonly Candidate[],
    /** Name of the tool or prompt as the request has it. A URI is an argument and not a name. */
    readonly name: string | undefined,
  ) {}

  /** The first candidate, no matter whether the caller may use it. */
  get entry(): CatalogEntry | undefined {
    return this.candidates[0]?.entry;
  }

  /** The entry that the caller may use, if it is of this kind. */
  grantedEntry<Kind extends CatalogEntry['kind']>(kind: Kind): EntryOf<Kind> | undefined {
    const entry = this.granted?.entry;
    return entry?.kind === kind ? (entry as EntryOf<Kind>) : undefined;
  }
}

const NONE: readonly never[] = [];
const NO_VARIABLES: Variables = {};

/** Finds what requests name, and whether their caller may use it. */
@Injectable()
export class TargetFinder {
  constructor(
    private readonly catalog: Catalog,
    private readonly policy: ComposedPolicy,
  ) {}

  /** What a request names. Malformed parameters name nothing: the method answers them. */
  resolve(method: string, params: Params): Target {
    switch (method) {
      case 'tools/call':
        return this.named('tool', params['name'], true);
      case 'prompts/get':
        return this.named('prompt', params['name'], true);
      case 'resources/read':
      case 'resources/subscribe':
      case 'resources/unsubscribe':
        return this.addressed(params['uri']);
      case 'completion/complete':
        return this.completed(params['ref']);
      default:
        return new Target(NONE, undefined);
    }
  }

  /** Asks the policies which candidate the caller may use. */
  grant(target: Target, principal: Principal): MaybePromise<Target> {
    const { candidates } = target;
    if (candidates.length === 0) return target;
    const [first] = candidates;
    if (candidates.length > 1 || !first) return this.grantFirst(target, principal);
    return andThen(this.policy.allows(principal, first.entry), (allowed) => {
      if (allowed === true) target.granted = first;
      return allowed === true ? target : this.challenge(target, principal);
    });
  }

  /** Whether the principal may use the resource at this moment, and hear of its changes. */
  canSee(uri: string, principal: Principal): MaybePromise<boolean> {
    return andThen(this.grant(this.addressed(uri), principal), ({ granted }) => granted !== undefined);
  }

  private async grantFirst(target: Target, principal: Principal): Promise<Target> {
    for (const candidate of target.candidates) {
      if ((await this.policy.allows(principal, candidate.entry)) !== true) continue;
      target.granted = candidate;
      return target;
    }
    return this.challenge(target, principal);
  }

  /** A caller that lacks nothing but scopes may be told which. What is hidden for any other reason stays unknown. */
  private challenge(target: Target, principal: Principal): MaybePromise<Target> {
    const guarded = target.candidates.filter(({ entry }) => entry.access && !entry.access.public);
    if (guarded.length === 0) return target;
    if (!this.policy.hasRules) return withMissingScopes(target, guarded[0]);
    return this.challengeByRules(target, guarded, principal);
  }

  private async challengeByRules(target: Target, guarded: readonly Candidate[], principal: Principal): Promise<Target> {
    for (const candidate of guarded) {
      if (await this.policy.permits(principal, candidate.entry)) return withMissingScopes(target, candidate);
    }
    return target;
  }

  private named(kind: CatalogEntry['kind'], name: unknown, isName: boolean): Target {
    if (typeof name !== 'string') return new Target(NONE, undefined);
    const entry = this.catalog.named(kind, name);
    return new Target(entry ? [{ entry, variables: NO_VARIABLES }] : NONE, isName ? name : undefined);
  }

  private completed(ref: unknown): Target {
    const { type, name, uri } = (ref ?? NO_PARAMS) as Params;
    if (type === 'ref/resource') return this.named('resourceTemplate', uri, false);
    return this.named('prompt', name, true);
  }

  private addressed(uri: unknown): Target {
    if (typeof uri !== 'string') return new Target(NONE, undefined);
    const fixed = this.catalog.named('resource', uri);
    const behind = uri.length > MAX_URI_LENGTH ? [] : this.matches(uri);
    return new Target(fixed ? [{ entry: fixed, variables: NO_VARIABLES }, ...behind] : behind, undefined);
  }

  private matches(uri: string): readonly Candidate[] {
    return this.catalog.ofKind('resourceTemplate').flatMap((entry) => {
      const variables = decoded(entry.matcher.match(uri));
      return variables ? [{ entry, variables }] : [];
    });
  }
}

function withMissingScopes(target: Target, candidate: Candidate | undefined): Target {
  const access = candidate?.entry.access;
  if (access && !access.public) target.missingScopes = access.scopes;
  return target;
}

/** Variables as text; a URI with broken percent-encoding matches nothing. */
function decoded(variables: Variables | null): Variables | undefined {
  if (!variables) return undefined;
  try {
    const entries = Object.entries(variables).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(decodeURIComponent) : decodeURIComponent(value),
    ]);
    return Object.fromEntries(entries) as Variables;
  } catch {
    return undefined;
  }
}
