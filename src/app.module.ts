import { Module, type DynamicModule } from '@nestjs/common';
import { SettingsModule, type Settings } from './config/index.js';
import { McpModule } from './mcp/index.js';
import { ToolsetsModule } from './toolsets/toolsets.module.js';

/** Entries on one page of a list: large, since many clients read the first page only. */
const PAGE_SIZE = 1000;

/** The engine behind the application's settings, without toolsets and without a transport. */
export function engine(settings: Settings): DynamicModule[] {
  return [
    SettingsModule.register(settings),
    McpModule.forRoot({
      serverInfo: { name: settings.serverName, version: settings.serverVersion },
      instructions: undefined,
      stateSecret: settings.stateSecret,
      toolsets: settings.toolsets,
      pageSize: PAGE_SIZE,
      requireAccessDecision: !settings.auth.includes('none') && !settings.transport.includes('stdio'),
      callTimeoutMs: settings.callTimeoutMs,
      maxResultBytes: settings.maxResultBytes,
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
