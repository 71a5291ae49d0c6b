import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../../app.module.js';
import type { Settings } from '../../config/index.js';
import { createLogger, HealthModule, Readiness } from '../../operations/index.js';
import type { NetworkTransport } from './transport.interface.js';

/** Slow clients are cut (security property 31). */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** A shutdown that takes longer is given up. */
const SHUTDOWN_LIMIT_MS = 25_000;

const SWEEP_MS = 50;

/** The application with the chosen network transports on one port. */
@Module({})
class NetworkApplicationModule {
  static register(settings: Settings, transports: readonly NetworkTransport[]): DynamicModule {
    const modules = transports.map((transport) => transport.module(settings));
    return { module: NetworkApplicationModule, imports: [AppModule.register(settings), HealthModule, ...modules] };
  }
}

/**
 * Listens until the process is told to stop, then lets running calls finish and ends the open streams.
 *
 * @returns the exit code
 * @throws what stops the boot
 */
export async function serve(settings: Settings, transports: readonly NetworkTransport[]): Promise<number> {
  const logger = await createLogger(settings);
  const app = await NestFactory.create<NestExpressApplication>(
    NetworkApplicationModule.register(settings, transports),
    {
      logger,
      abortOnError: false,
      bodyParser: false,
    },
  );
  app.disable('x-powered-by');
  allowOrigins(app, settings);
  const server = (await app.listen(settings.port, settings.host)) as HttpServer;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  announce(server, settings, transports);
  await stopSignal();
  app.get(Readiness).drain();
  const limit = setTimeout(() => server.closeAllConnections(), SHUTDOWN_LIMIT_MS);
  // Connections become idle one by one as their streams end; Node closes only those that are idle at the start.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  await app.close();
  clearTimeout(limit);
  clearInterval(sweep);
  return 0;
}

function allowOrigins(app: NestExpressApplication, { allowedOrigins }: Settings): void {
  if (allowedOrigins.length === 0) return;
  app.enableCors({
    origin: [...allowedOrigins],
    methods: ['GET', 'POST', 'DELETE'],
    exposedHeaders: ['Mcp-Session-Id', 'WWW-Authenticate', 'Retry-After'],
  });
}

function announce(server: HttpServer, settings: Settings, transports: readonly NetworkTransport[]): void {
  const { address, port, family } = server.address() as AddressInfo;
  const base = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  const logger = new Logger('Server');
  for (const transport of transports) logger.log(`${transport.name} on ${base}${transport.path(settings)}`);
}

/** Resolves with the first signal to stop; the second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(1);
        stopping = true;
        resolve();
      });
    }
  });
}
