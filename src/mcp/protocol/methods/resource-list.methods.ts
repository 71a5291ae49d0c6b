import { Inject, Injectable } from '@nestjs/common';
import { Catalog, CATALOG_OPTIONS, type CatalogOptions, type EntryOf, pageOf } from '../../catalog/index.js';
import type { ResourceEntry } from '../../contract/resource.decorators.js';
import { CapabilityInvoker, toPlainJson } from '../../invocation/index.js';
import { FailureReporter } from '../failure.reporter.js';
import type { ProtocolCall, ProtocolMethod } from '../protocol-method.js';
import { ListPages } from './list-pages.js';

/** A list is cut into pages afterwards; this only bounds what a method may build up. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;

/** `resources/list` and `resources/templates/list`. */
@Injectable()
export class ResourceListMethods {
  constructor(
    private readonly catalog: Catalog,
    private readonly invoker: CapabilityInvoker,
    private readonly failures: FailureReporter,
    private readonly pages: ListPages,
    @Inject(CATALOG_OPTIONS) private readonly listing: CatalogOptions,
  ) {}

  readonly list: ProtocolMethod = async (params, call) => {
    const fixed = await this.catalog.visible('resource', call.principal);
    const templates = await this.catalog.visible('resourceTemplate', call.principal);
    // Nothing but methods of the application can add to what was declared.
    if (this.catalog.ofKind('resourceList').length === 0) return this.pages.page('resources', fixed, params['cursor']);
    const behind = await Promise.all(templates.map((template) => this.behind(template, call)));
    const resources = unique([...fixed.map(({ definition }) => definition), ...behind.flat()]);
    const { items, nextCursor } = pageOf(resources, ({ uri }) => uri, this.listing.pageSize, params['cursor']);
    return { resources: items, ...(nextCursor !== undefined && { nextCursor }) };
  };

  readonly templates: ProtocolMethod = async (params, call) => {
    const entries = await this.catalog.visible('resourceTemplate', call.principal);
    return this.pages.page('resourceTemplates', entries, params['cursor']);
  };

  private async behind(template: EntryOf<'resourceTemplate'>, call: ProtocolCall): Promise<ResourceEntry[]> {
    const { mimeType } = template.definition;
    const lists = this.catalog.belongingTo('resourceList', template).map(async (entry) => {
      try {
        const found = toPlainJson(await this.invoker.invoke(entry, undefined, call), MAX_LIST_BYTES);
        return entriesOf(found).map((resource) => ({ ...(mimeType !== undefined && { mimeType }), ...resource }));
      } catch (error) {
        throw this.failures.toProtocolError(error, entry, call);
      }
    });
    return (await Promise.all(lists)).flat();
  }
}

function entriesOf(found: unknown): ResourceEntry[] {
  if (Array.isArray(found)) return found as ResourceEntry[];
  throw new TypeError('A @ListResources method returns a list of { uri, name, … }.');
}

/** The first entry of a URI stays: a fixed resource knows more of itself than a list behind a template. */
function unique<Item extends { readonly uri: string }>(items: readonly Item[]): Item[] {
  const byUri = new Map<string, Item>();
  for (const item of items) if (!byUri.has(item.uri)) byUri.set(item.uri, item);
  return [...byUri.values()];
}
