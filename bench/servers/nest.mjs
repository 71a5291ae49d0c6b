/** A plain Nest controller, which knows no protocol, behind guards such as the product has, and its response headers. */
import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import helmet from 'helmet';
import { ApiKeyGuard } from './shared/api-key.guard.mjs';
import { decorateMethod } from './shared/decorate.mjs';
import { answer } from './shared/tools.mjs';
import { WindowStorage } from './shared/window.storage.mjs';

class EchoController {
  call({ id, params }) {
    return { jsonrpc: '2.0', id, result: answer(params.arguments.text) };
  }
}
Body()(EchoController.prototype, 'call', 0);
decorateMethod(EchoController, 'call', Post(), HttpCode(200));
Controller('mcp')(EchoController);

class BenchModule {}
const throttlers = [{ ttl: 60_000, limit: 1_000_000_000 }];
Module({
  imports: [ThrottlerModule.forRoot({ throttlers, storage: new WindowStorage() })],
  controllers: [EchoController],
  providers: [
    { provide: APP_GUARD, useClass: ApiKeyGuard },
    { provide: APP_GUARD, useClass: ThrottlerGuard },
  ],
})(BenchModule);

const app = await NestFactory.create(BenchModule, { logger: ['error', 'warn'] });
app.use(helmet());
await app.listen(Number(process.env.PORT), '127.0.0.1');
