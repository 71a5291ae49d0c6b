import type { DiscoveryService } from '@nestjs/core';
import type { Prompt, Resource, ResourceTemplateType, Tool, UriTemplate } from '@modelcontextprotocol/server';
import type { CacheHint } from '../../contract/resource.decorators.js';
import type { Capability } from '../../contract/capability.interface.js';
import type { HeaderParameter } from './header-parameters.js';
import type { ParameterPlan } from './parameter-plan.js';
import type { SchemaContract } from '../schemas/index.js';
import type { TemplateMatcher } from './template.matcher.js';

/** The provider behind a capability, as Nest's container holds it. */
export type ProviderRef = ReturnType<DiscoveryService['getProviders']>[number];

/** The members that capabilities of every kind have. */
export interface EntryBase extends Capability {
  readonly provider: ProviderRef;
  readonly parameters: readonly ParameterPlan[];
  readonly input: SchemaContract | undefined;
  /** Limit in milliseconds; `undefined` means the server's default. */
  readonly timeoutMs: number | undefined;
}

export interface ToolEntry extends EntryBase {
  readonly kind: 'tool';
  /** As `tools/list` shows it. */
  readonly definition: Tool;
  readonly output: SchemaContract | undefined;
  /** Whether and when a call becomes a task. */
  readonly task: { readonly required: boolean; readonly manual: boolean } | undefined;
  /** Parameters that an HTTP header mirrors. */
  readonly headerParameters: readonly HeaderParameter[];
}

export interface ResourceEntry extends EntryBase {
  readonly kind: 'resource';
  readonly definition: Resource;
  readonly cache: CacheHint | undefined;
}

export interface ResourceTemplateEntry extends EntryBase {
  readonly kind: 'resourceTemplate';
  readonly definition: ResourceTemplateType;
  readonly cache: CacheHint | undefined;
  readonly template: UriTemplate;
  /** Reads the variables out of a URI. */
  readonly matcher: TemplateMatcher;
}

/** Lists the resources behind a template. */
export interface ResourceListEntry extends EntryBase {
  readonly kind: 'resourceList';
  /** Method of the template it belongs to. */
  readonly of: string;
}

export interface PromptEntry extends EntryBase {
  readonly kind: 'prompt';
  readonly definition: Prompt;
}

export interface CompletionEntry extends EntryBase {
  readonly kind: 'completion';
  /** Method of the prompt or template it belongs to. */
  readonly of: string;
  readonly argument: string;
}

export type CatalogEntry =
  ToolEntry | ResourceEntry | ResourceTemplateEntry | ResourceListEntry | PromptEntry | CompletionEntry;

export type EntryOf<Kind extends CatalogEntry['kind']> = Extract<CatalogEntry, { kind: Kind }>;
