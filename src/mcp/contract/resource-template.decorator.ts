import { declareCapability } from './metadata.js';
import type { ResourceOptions } from './resource.decorator.js';
import type { SchemaSource } from './schema.types.js';

export interface ResourceTemplateOptions extends Omit<ResourceOptions, 'uri' | 'size'> {
  /** URI template (RFC 6570), such as `orders://{number}` or `docs://{+path}`. */
  readonly uriTemplate: string;
  /** Schema of the template's variables, when it is not the class of a parameter. */
  readonly input?: SchemaSource;
}

/** Offers a family of resources. The variables of the template arrive as the validated input of the method. */
export function ResourceTemplate(options: ResourceTemplateOptions): MethodDecorator {
  return declareCapability('resourceTemplate', options);
}
