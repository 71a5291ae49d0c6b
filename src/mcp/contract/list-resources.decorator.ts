import { declareCapability } from './metadata.js';

/** One entry that a `@ListResources` method returns; what is left out is taken from the template. */
export interface ResourceEntry {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly size?: number;
}

export interface ListResourcesOptions {
  /** Name of the `@ResourceTemplate` method of the same class. */
  readonly of: string;
}

/** Lists the resources that exist behind a template, so that they appear in `resources/list`. */
export function ListResources(of: string): MethodDecorator {
  return declareCapability('resourceList', { of } satisfies ListResourcesOptions);
}
