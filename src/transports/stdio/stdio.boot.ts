import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Settings } from '../../config/index.js';
import { createLogger, reportOnce } from '../../operations/logging/pino-logger.js';
import { StdioModule } from './stdio.module.js';
import { StdioServer } from './stdio.server.js';

/** Makes the application. */
export async function boot(settings: Settings): Promise<{ app: INestApplicationContext; server: StdioServer }> {
  const app = await NestFactory.createApplicationContext(StdioModule.register(settings), {
    logger: reportOnce(await createLogger(settings)),
    abortOnError: false,
  });
  return { app, server: app.get(StdioServer) };
}
