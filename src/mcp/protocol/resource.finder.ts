import { Injectable } from '@nestjs/common';
import type { Variables } from '@modelcontextprotocol/server';
import { Catalog, type EntryOf } from '../catalog/index.js';
import type { Principal } from '../contract/principal.js';

/** Longer URIs are refused before they are matched against templates. */
export const MAX_URI_LENGTH = 8192;

/** So many resources may one client follow in a session, or with one subscription: each costs memory and looking up. */
export const MAX_FOLLOWED_URIS = 1000;

/** What a URI means: a resource, or a template with the values of its variables. */
export interface FoundResource {
  readonly entry: EntryOf<'resource' | 'resourceTemplate'>;
  readonly variables: Variables;
}

/** Finds the resource or template behind a URI. */
@Injectable()
export class ResourceFinder {
  constructor(private readonly catalog: Catalog) {}

  /** What the URI means to the principal, if it is anything that the principal may see. */
  async find(uri: string, principal: Principal): Promise<FoundResource | undefined> {
    const fixed = await this.catalog.find('resource', uri, principal);
    if (fixed) return { entry: fixed, variables: {} };
    return matches(uri, await this.catalog.visible('resourceTemplate', principal))[0];
  }

  /** Everything that the URI may mean, whoever asks. */
  candidates(uri: string): readonly EntryOf<'resource' | 'resourceTemplate'>[] {
    const fixed = this.catalog.named('resource', uri);
    return [
      ...(fixed ? [fixed] : []),
      ...matches(uri, this.catalog.ofKind('resourceTemplate')).map(({ entry }) => entry),
    ];
  }
}

function matches(uri: string, templates: readonly EntryOf<'resourceTemplate'>[]): readonly FoundResource[] {
  if (uri.length > MAX_URI_LENGTH) return [];
  return templates.flatMap((entry) => {
    const variables = decoded(entry.matcher.match(uri));
    return variables ? [{ entry, variables }] : [];
  });
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
