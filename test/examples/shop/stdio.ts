import 'reflect-metadata';
import type { Readable, Writable } from 'node:stream';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PolyportModule, reserveStdout, StdioServer } from '../../../src/index.js';
import { OrdersModule } from '../orders/orders.module.js';

@Module({
  imports: [PolyportModule.forRoot({ name: 'shop', version: '1.0.0', env: { TRANSPORT: 'stdio' } }), OrdersModule],
})
class StdioAppModule {}

export async function serve(input: Readable = process.stdin, output: Writable = reserveStdout()): Promise<void> {
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  const app = await NestFactory.createApplicationContext(StdioAppModule, { logger: ['error', 'warn'] });
  await app.get(StdioServer).serve(input, output, stop.signal);
  await app.close();
}
