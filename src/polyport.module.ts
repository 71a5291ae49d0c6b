import { Module, type DynamicModule } from '@nestjs/common';
import { engine } from './app.module.js';
import { readSettings, type Environment, type Runtime, type Settings } from './config/index.js';
import type { CacheHint } from './mcp/index.js';
import { StdioServer } from './transports/stdio/stdio.server.js';
import { HttpModule } from './transports/http/http.module.js';
import { SseModule } from './transports/sse/sse.module.js';

export interface PolyportOptions {
  /** Name and version that clients are told, unless `SERVER_NAME` and `SERVER_VERSION` are set. */
  readonly name: string;
  readonly version: string;
  /** Settings by the name of their variable, in front of `process.env`: `{ TRANSPORT: 'http', MCP_PATH: '/ai/mcp' }`. */
  readonly env?: Environment;
  /** What runs the application, if no process of its own: see `toLambda()` and `toFetch()`. */
  readonly runtime?: Runtime;
  /** Told to every client: how the server is meant to be used. */
  readonly instructions?: string;
  /**
   * How long clients may keep the lists of tools, prompts and resources (revision 2026-07-28). Default: not at all. A
   * `public` list stays `private` where scopes or rules make it differ from caller to caller.
   */
  readonly listCache?: CacheHint;
}

/**
 * Serves the toolsets of a Nest application over MCP. Import it once, beside the modules that provide the toolsets; the
 * network transports listen where the application listens, behind its global prefix and its global enhancers.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [PolyportModule.forRoot({ name: 'shop', version: '1.0.0', env: { TRANSPORT: 'http' } })],
 *   providers: [OrdersToolset, OrdersService],
 * })
 * export class AppModule {}
 * ```
 */
@Module({})
export class PolyportModule {
  /** @throws InvalidSettingsError naming every setting that cannot be used */
  static forRoot({ name, version, env, runtime, ...options }: PolyportOptions): DynamicModule {
    const settings = readSettings({ name, version }, env, runtime);
    return {
      module: PolyportModule,
      imports: [...engine(settings, options), ...transports(settings)],
      ...stdio(settings),
    };
  }
}

function transports(settings: Settings): DynamicModule[] {
  return settings.transport.flatMap((name) => {
    switch (name) {
      case 'http':
        return [HttpModule.register(settings)];
      case 'sse':
        return [SseModule.register(settings)];
      case 'stdio':
        return [];
    }
  });
}

/** On stdio the application decides when to begin: `app.get(StdioServer).serve(…)`. */
function stdio(settings: Settings): Pick<DynamicModule, 'providers' | 'exports'> {
  return settings.transport.includes('stdio') ? { providers: [StdioServer], exports: [StdioServer] } : {};
}
