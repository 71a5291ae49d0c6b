import { Module, type DynamicModule } from '@nestjs/common';
import { SettingsModule, type Settings } from './config/index.js';
import { McpModule, type CacheHint } from './mcp/index.js';
// Files and not the room's index, which would load the network's share into a stdio process.
import { ChainedAuditTrail } from './security/audit/chained.audit-trail.js';
import { ThrottlingModule } from './security/throttling/throttling.module.js';
import { ToolsetsModule } from './toolsets/toolsets.module.js';

/** Entries on one page of a list: large, since many clients read the first page only. */
const PAGE_SIZE = 1000;

/** What an application says in code and not in its environment. */
export interface EngineOptions {
  readonly instructions?: string;
  readonly listCache?: CacheHint;
}

/** The engine behind the application's settings, without toolsets and without a transport. */
export function engine(settings: Settings, options: EngineOptions = {}): NonNullable<DynamicModule['imports']> {
  return [
    SettingsModule.register(settings),
    ThrottlingModule,
    McpModule.forRoot({
      serverInfo: { name: settings.serverName, version: settings.serverVersion },
      instructions: options.instructions,
      listCache: options.listCache,
      stateSecret: settings.stateSecret,
      toolsets: settings.toolsets,
      pageSize: PAGE_SIZE,
      requireAccessDecision: !settings.auth.includes('none') && !settings.transport.includes('stdio'),
      callTimeoutMs: settings.callTimeoutMs,
      maxResultBytes: settings.maxResultBytes,
      auditTrail: ChainedAuditTrail,
      callChecks: ThrottlingModule,
      keepsRunning: settings.runtime === 'process',
    }),
  ];
}

/** The transport-free application. */
@Module({})
export class AppModule {
  static register(settings: Settings): DynamicModule {
    return { module: AppModule, imports: [...engine(settings), ToolsetsModule.register(settings)] };
  }
}
