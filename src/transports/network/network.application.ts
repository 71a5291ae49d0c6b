import type { IncomingMessage } from 'node:http';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../../app.module.js';
import type { Settings } from '../../config/index.js';
import { createLogger, HealthModule, reportOnce } from '../../operations/index.js';
import { crossOriginRules, responseHeaders, TlsWatcher } from '../../security/index.js';
import { EdgeAdapter } from './edge.adapter.js';
import type { NetworkTransport } from './transport.interface.js';

/** The application with the chosen network transports on one port. */
@Module({})
class NetworkApplicationModule {
  static register(settings: Settings, transports: readonly NetworkTransport[]): DynamicModule {
    const modules = transports.map((transport) => transport.module(settings));
    return {
      module: NetworkApplicationModule,
      imports: [AppModule.register(settings), HealthModule, ...modules],
      providers: [TlsWatcher],
    };
  }
}

/**
 * The running application, which listens nowhere yet.
 *
 * @throws what stops the boot
 */
export async function createApplication(
  settings: Settings,
  transports: readonly NetworkTransport[],
): Promise<NestExpressApplication> {
  const adapter = new EdgeAdapter(settings);
  const app = await NestFactory.create<NestExpressApplication>(
    NetworkApplicationModule.register(settings, transports),
    adapter,
    { logger: reportOnce(await createLogger(settings)), abortOnError: false, bodyParser: false },
  );
  adapter.findForeignMiddleware();
  app.disable('x-powered-by');
  app.use(responseHeaders(settings));
  allowOrigins(app, settings);
  return app.init();
}

function allowOrigins(app: NestExpressApplication, settings: Settings): void {
  if (settings.allowedOrigins.length === 0) return;
  app.enableCors((request: IncomingMessage, done) => done(null, crossOriginRules(settings, request)));
}
