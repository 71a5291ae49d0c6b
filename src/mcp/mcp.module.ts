import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import {
  Catalog,
  CATALOG_OPTIONS,
  CatalogExplorer,
  type CatalogOptions,
  CatalogScopes,
  ComposedPolicy,
  ScopePolicy,
} from './catalog/index.js';
import { AccessPolicy } from './contract/access-policy.js';
import { ChangeNotifier } from './contract/change-notifier.js';
import { ScopeDirectory } from './contract/scope-directory.port.js';
import {
  ActiveCalls,
  CapabilityInvoker,
  HandlerFactory,
  INVOCATION_OPTIONS,
  type InvocationOptions,
} from './invocation/index.js';
import { AnswerWriter } from './protocol/answer.js';
import { Auditor } from './protocol/audit/auditor.js';
import { AuditTrail, NoAuditTrail } from './protocol/audit/audit-trail.port.js';
import { BusChangeNotifier, ChangeBus, MemoryChangeBus } from './protocol/changes/change-bus.port.js';
import { Subscriptions } from './protocol/changes/subscription.js';
import { Engine } from './protocol/engine.js';
import { FailureReporter } from './protocol/failure.reporter.js';
import { MethodTable } from './protocol/method-table.js';
import { CompletionMethods } from './protocol/methods/completion.methods.js';
import { ListPages } from './protocol/methods/list-pages.js';
import { PromptMethods } from './protocol/methods/prompt.methods.js';
import { ResourceListMethods } from './protocol/methods/resource-list.methods.js';
import { ResourceMethods } from './protocol/methods/resource.methods.js';
import { TaskMethods } from './protocol/methods/task.methods.js';
import { ToolMethods } from './protocol/methods/tool.methods.js';
import { ToolRunner } from './protocol/methods/tool.runner.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from './protocol/protocol.options.js';
import { RequestState } from './protocol/questions/request-state.js';
import { ServerFeatures } from './protocol/server-features.js';
import { TargetFinder } from './protocol/target.js';
import { MemoryTaskStore } from './protocol/tasks/memory-task-store.js';
import { TaskEvents } from './protocol/tasks/task-events.js';
import { TaskStore } from './protocol/tasks/task-store.port.js';
import { TaskRunner } from './protocol/tasks/task.runner.js';

export interface McpModuleOptions extends CatalogOptions, InvocationOptions, ProtocolOptions {
  /** Keeps the record of who did what. Default: nothing is recorded. */
  readonly auditTrail?: Type<AuditTrail>;
  /** Module that exports `CallChecks`, the server's own checks before each call. Default: there are none. */
  readonly callChecks?: Type;
}

const methods: Provider[] = [
  ToolMethods,
  PromptMethods,
  ResourceListMethods,
  ResourceMethods,
  CompletionMethods,
  TaskMethods,
];

/** The transport-free engine: finds the capabilities of the application and serves the protocol's methods with them. */
@Module({})
export class McpModule {
  static forRoot(options: McpModuleOptions): DynamicModule {
    return {
      module: McpModule,
      global: true,
      imports: [DiscoveryModule, ...(options.callChecks ? [options.callChecks] : [])],
      providers: [
        { provide: CATALOG_OPTIONS, useValue: options satisfies CatalogOptions },
        { provide: INVOCATION_OPTIONS, useValue: options satisfies InvocationOptions },
        { provide: PROTOCOL_OPTIONS, useValue: options satisfies ProtocolOptions },
        ScopePolicy,
        ComposedPolicy,
        { provide: AccessPolicy, useExisting: ComposedPolicy },
        { provide: ScopeDirectory, useClass: CatalogScopes },
        { provide: ChangeBus, useClass: MemoryChangeBus },
        { provide: ChangeNotifier, useClass: BusChangeNotifier },
        Catalog,
        CatalogExplorer,
        HandlerFactory,
        ActiveCalls,
        CapabilityInvoker,
        FailureReporter,
        ...methods,
        ListPages,
        ToolRunner,
        TaskRunner,
        TaskEvents,
        { provide: TaskStore, useClass: MemoryTaskStore },
        { provide: AuditTrail, useClass: options.auditTrail ?? NoAuditTrail },
        Auditor,
        TargetFinder,
        ServerFeatures,
        MethodTable,
        AnswerWriter,
        RequestState,
        Subscriptions,
        Engine,
      ],
      exports: [ActiveCalls, Auditor, AuditTrail, ChangeBus, ChangeNotifier, Engine, HandlerFactory, ScopeDirectory],
    };
  }
}
