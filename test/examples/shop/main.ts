import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

export async function bootstrap(port: number): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule, { bodyParser: false, forceCloseConnections: true });
  app.setGlobalPrefix('api');
  app.enableShutdownHooks();
  await app.listen(port, '127.0.0.1');
  return app;
}
