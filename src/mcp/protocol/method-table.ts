import { Inject, Injectable } from '@nestjs/common';
import { Catalog } from '../catalog/index.js';
import { Auditor } from './audit/auditor.js';
import { CompletionMethods } from './methods/completion.methods.js';
import { PromptMethods } from './methods/prompt.methods.js';
import { ResourceListMethods } from './methods/resource-list.methods.js';
import { ResourceMethods } from './methods/resource.methods.js';
import { TaskMethods } from './methods/task.methods.js';
import { ToolMethods } from './methods/tool.methods.js';
import type { ProtocolMethod } from './protocol-call.interface.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from './protocol.options.js';

/** The protocol's names of the methods that live in the table. */
export type MethodName =
  | 'tools/list'
  | 'tools/call'
  | 'prompts/list'
  | 'prompts/get'
  | 'resources/list'
  | 'resources/templates/list'
  | 'resources/read'
  | 'resources/subscribe'
  | 'resources/unsubscribe'
  | 'completion/complete'
  | 'tasks/get'
  | 'tasks/update'
  | 'tasks/cancel';

/** Which families of capabilities the application offers. */
export interface Offer {
  readonly tools: boolean;
  readonly prompts: boolean;
  readonly resources: boolean;
  readonly completions: boolean;
  readonly tasks: boolean;
  /** Whether anybody hears of changes: not from a process that ends with its requests. */
  readonly changes: boolean;
}

/** Every method of the protocol that capabilities stand behind; whoever serves the protocol calls it here. */
@Injectable()
export class MethodTable {
  private readonly methods: Readonly<Record<MethodName, ProtocolMethod>>;
  private offers: Offer | undefined;
  private known: readonly [MethodName, ProtocolMethod][] | undefined;

  constructor(
    private readonly catalog: Catalog,
    tools: ToolMethods,
    prompts: PromptMethods,
    resourceLists: ResourceListMethods,
    resources: ResourceMethods,
    completions: CompletionMethods,
    tasks: TaskMethods,
    auditor: Auditor,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {
    const methods: Record<MethodName, ProtocolMethod> = {
      'tools/list': tools.list,
      'tools/call': tools.call,
      'prompts/list': prompts.list,
      'prompts/get': prompts.get,
      'resources/list': resourceLists.list,
      'resources/templates/list': resourceLists.templates,
      'resources/read': resources.read,
      'resources/subscribe': resources.subscribe,
      'resources/unsubscribe': resources.unsubscribe,
      'completion/complete': completions.complete,
      'tasks/get': tasks.get,
      'tasks/update': tasks.update,
      'tasks/cancel': tasks.cancel,
    };
    const audited = Object.entries(methods).map(([name, serve]) => [name, auditor.around(name, serve)] as const);
    this.methods = Object.fromEntries(audited) as Record<MethodName, ProtocolMethod>;
  }

  /** The catalog is complete once the application has started. */
  offer(): Offer {
    return (this.offers ??= this.findOffer());
  }

  private findOffer(): Offer {
    const has = (...kinds: string[]): boolean => this.catalog.all().some(({ kind }) => kinds.includes(kind));
    const { lasting = true } = this.options;
    return {
      changes: lasting,
      tools: has('tool'),
      prompts: has('prompt'),
      resources: has('resource', 'resourceTemplate'),
      completions: has('completion'),
      tasks: lasting && this.catalog.ofKind('tool').some(({ task }) => task !== undefined),
    };
  }

  /** Whether every caller sees the same capabilities. */
  isEqualForAll(): boolean {
    return this.catalog.isEqualForAll();
  }

  /** The methods that belong to what is offered; the catalog is complete once the application has started. */
  offered(): readonly [MethodName, ProtocolMethod][] {
    return (this.known ??= this.find());
  }

  private find(): readonly [MethodName, ProtocolMethod][] {
    const offer = this.offer();
    const families: [string, boolean][] = [
      ['tools/', offer.tools],
      ['prompts/', offer.prompts],
      ['resources/', offer.resources],
      ['completion/', offer.completions],
      ['tasks/', offer.tasks],
    ];
    const entries = Object.entries(this.methods) as [MethodName, ProtocolMethod][];
    return entries.filter(([name]) => families.some(([prefix, offered]) => offered && name.startsWith(prefix)));
  }
}
