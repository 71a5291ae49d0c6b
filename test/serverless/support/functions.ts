import {
  Controller,
  Get,
  Module,
  Req,
  Res,
  type INestApplication,
  type LoggerService,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Request, Response } from 'express';
import { PolyportModule, toLambda, type LambdaHandlers } from '../../../src/index.js';

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const SILENT: LoggerService = { log: () => undefined, warn: () => undefined, error: () => undefined };

interface FunctionOptions {
  readonly toolsets?: readonly Type[];
  readonly controllers?: readonly Type[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logger?: LoggerService;
}

@Module({})
class FunctionModule {}

/** The application of a function, as `NestFactory` makes it. */
export function application({ toolsets = [], controllers = [], env = {}, logger = SILENT }: FunctionOptions): {
  boot: () => Promise<INestApplication>;
  boots: () => number;
} {
  let count = 0;
  const boot = async (): Promise<INestApplication> => {
    count += 1;
    const polyport = PolyportModule.forRoot({
      name: 'suite',
      version: '1.0.0',
      runtime: 'lambda',
      env: { AUDIT_LOG: 'off', ...(env['AUTH'] === undefined && { ALLOW_ANONYMOUS: 'true' }), ...env },
    });
    const root = {
      module: FunctionModule,
      imports: [polyport],
      providers: [...toolsets],
      controllers: [...controllers],
    };
    return NestFactory.create(root, { bodyParser: false, abortOnError: false, logger });
  };
  return { boot, boots: () => count };
}

/** The handlers of a function in this process. */
export function lambda(options: FunctionOptions): LambdaHandlers & { boots: () => number } {
  const { boot, boots } = application(options);
  const handlers = toLambda(boot);
  open.push(handlers.close);
  return { ...handlers, boots };
}

/** Answers with what the application sees of a request. */
@Controller('mirror')
export class MirrorController {
  @Get(['', '*path'])
  see(@Req() request: Request, @Res() response: Response): void {
    const { method, originalUrl, ip, protocol, headers } = request;
    response.json({ method, url: originalUrl, ip, protocol, headers });
  }
}
