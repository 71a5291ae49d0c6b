/** @rekog/mcp-nest: `BENCH_TRANSPORT` is `http` (stateless, which answers in JSON) or `stdio`. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { McpController, McpStrategy, StdioTransport, StreamableHttpTransport, Tool } from '@rekog/mcp-nest';
import { z } from 'zod';
import { decorateMethod } from './shared/decorate.mjs';
import { answer, ECHO, IDENTITY, OTHERS } from './shared/tools.mjs';

const { BENCH_TRANSPORT, PORT } = process.env;

class Tools {
  echo({ text }) {
    return answer(text);
  }
}

function offer(tool, parameters) {
  Payload()(Tools.prototype, tool.name, 0);
  decorateMethod(Tools, tool.name, Tool({ ...tool, parameters }));
}

offer(ECHO, z.object({ text: z.string().describe('Any text') }));
for (const other of OTHERS) {
  const method = ({ number }) => answer(number);
  Object.defineProperty(Tools.prototype, other.name, { value: method, configurable: true, writable: true });
  offer(other, z.object({ number: z.string(), limit: z.number().int().optional() }));
}
McpController()(Tools);

class BenchModule {}
Module({ controllers: [Tools] })(BenchModule);

const isStdio = BENCH_TRANSPORT === 'stdio';
const strategy = new McpStrategy({
  ...IDENTITY,
  transports: [isStdio ? new StdioTransport() : new StreamableHttpTransport()],
});
if (isStdio) {
  const app = await NestFactory.createMicroservice(BenchModule, { strategy, logger: false });
  await app.listen();
} else {
  const app = await NestFactory.create(BenchModule, { logger: ['error', 'warn'] });
  strategy.setHttpAdapter(app.getHttpAdapter());
  app.connectMicroservice({ strategy });
  await app.startAllMicroservices();
  await app.listen(Number(PORT), '127.0.0.1');
}
