import type { Catalog, CatalogEntry } from '../../catalog/index.js';
import type { Params } from '../protocol-call.interface.js';
import type { ResourceFinder } from '../resource.finder.js';

/** The capability that a request is about, whether or not the caller may see it, and how the request names it. */
export interface Sought {
  readonly entry: CatalogEntry | undefined;
  /** The name of a tool or prompt. The URI of a resource is an argument and no name. */
  readonly name: string | undefined;
}

/** Finds out what a request is about. */
export function soughtIn(method: string, params: Params, catalog: Catalog, resources: ResourceFinder): Sought {
  const { name, uri, ref } = params;
  switch (method) {
    case 'tools/call':
      return named(catalog, 'tool', name);
    case 'prompts/get':
      return named(catalog, 'prompt', name);
    case 'resources/read':
    case 'resources/subscribe':
    case 'resources/unsubscribe':
      return { entry: typeof uri === 'string' ? resources.candidates(uri)[0] : undefined, name: undefined };
    case 'completion/complete': {
      const owner = (ref ?? {}) as Params;
      return owner['type'] === 'ref/resource'
        ? { ...named(catalog, 'resourceTemplate', owner['uri']), name: undefined }
        : named(catalog, 'prompt', owner['name']);
    }
    default:
      return { entry: undefined, name: undefined };
  }
}

function named(catalog: Catalog, kind: CatalogEntry['kind'], name: unknown): Sought {
  if (typeof name !== 'string') return { entry: undefined, name: undefined };
  return { entry: catalog.named(kind, name), name };
}
