import { Injectable } from '@nestjs/common';
import { Auditor } from './audit/auditor.js';
import { CompletionMethods } from './methods/completion.methods.js';
import { PromptMethods } from './methods/prompt.methods.js';
import { ResourceListMethods } from './methods/resource-list.methods.js';
import { ResourceMethods } from './methods/resource.methods.js';
import { TaskMethods } from './methods/task.methods.js';
import { ToolMethods } from './methods/tool.methods.js';
import type { ProtocolMethod } from './protocol-method.js';
import { ServerFeatures, type ConnectionKind } from './server-features.js';

/** Every method of the protocol that capabilities stand behind. Peers are its only callers. */
@Injectable()
export class MethodTable {
  private readonly methods: ReadonlyMap<string, ProtocolMethod>;
  private offered: ReadonlyMap<string, ProtocolMethod> | undefined;

  constructor(
    private readonly features: ServerFeatures,
    tools: ToolMethods,
    prompts: PromptMethods,
    resourceLists: ResourceListMethods,
    resources: ResourceMethods,
    completions: CompletionMethods,
    tasks: TaskMethods,
    auditor: Auditor,
  ) {
    const methods: Readonly<Record<string, ProtocolMethod>> = {
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
    this.methods = new Map(Object.entries(methods).map(([name, serve]) => [name, auditor.around(serve)]));
  }

  /** The method, if the application has capabilities for it and it exists on such a connection. */
  find(name: string, connection: ConnectionKind): ProtocolMethod | undefined {
    this.offered ??= this.offeredMethods();
    return isServed(name, connection) ? this.offered.get(name) : undefined;
  }

  private offeredMethods(): ReadonlyMap<string, ProtocolMethod> {
    const { families } = this.features;
    const prefixes: readonly (readonly [string, boolean])[] = [
      ['tools/', families.tools],
      ['prompts/', families.prompts],
      ['resources/', families.resources],
      ['completion/', families.completions],
      ['tasks/', families.tasks],
    ];
    const isOffered = (name: string): boolean => prefixes.some(([prefix, has]) => has && name.startsWith(prefix));
    return new Map([...this.methods].filter(([name]) => isOffered(name)));
  }
}

/** Subscriptions of the legacy era need a connection to live on; tasks exist in the modern era only. */
function isServed(method: string, { era, live }: ConnectionKind): boolean {
  if (method === 'resources/subscribe' || method === 'resources/unsubscribe') return era === 'legacy' && live;
  return era === 'modern' || !method.startsWith('tasks/');
}
