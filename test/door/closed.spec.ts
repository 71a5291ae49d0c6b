import {
  type CanActivate,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestInterceptor,
  type PipeTransform,
  type Provider,
  Scope,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import type { Express, Request, Response } from 'express';
import { Tool, Toolset } from '../../src/index.js';
import { NetworkGuard } from '../../src/security/network/network.rules.js';
import { httpLegacy, sse } from '../support/combinations.js';
import { exchange } from '../support/post.js';
import { serve } from '../support/serve.js';
import { only, start } from './support/server.js';

@Toolset()
class SmallToolset {
  @Tool({ description: 'x' })
  echo(): string {
    return 'x';
  }
}

/** What has run, in order. */
const seen: string[] = [];

beforeEach(() => seen.splice(0));

@Injectable()
class SeeingGuard implements CanActivate {
  canActivate(): boolean {
    seen.push('guard');
    return true;
  }
}

@Injectable()
class SeeingInterceptor implements NestInterceptor {
  intercept: NestInterceptor['intercept'] = (_context, next) => {
    seen.push('interceptor');
    return next.handle();
  };
}

@Injectable()
class EmptyPipe implements PipeTransform {
  transform(value: unknown): unknown {
    return value;
  }
}

const inRequest = (type: Provider & (new (...args: never[]) => object)) => ({ useClass: type, scope: Scope.REQUEST });
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const url = (port: number): string => `http://127.0.0.1:${port}/mcp`;

describe('the front door is closed', () => {
  it.each<[string, string, Provider]>([
    ['guard', 'guard', { provide: APP_GUARD, useClass: SeeingGuard }],
    ['guard', 'guard of each request', { provide: APP_GUARD, ...inRequest(SeeingGuard) }],
    ['guard', 'guard made by the application', { provide: APP_GUARD, useValue: new SeeingGuard() }],
    ['interceptor', 'interceptor', { provide: APP_INTERCEPTOR, useClass: SeeingInterceptor }],
    ['interceptor', 'interceptor of each request', { provide: APP_INTERCEPTOR, ...inRequest(SeeingInterceptor) }],
  ])('to a server with a global %s (%s), which runs for every request', async (what, _which, provider) => {
    const { port } = await start(only(SmallToolset, provider));
    await exchange(url(port), list);
    const once = seen.filter((name) => name === what).length;
    await exchange(url(port), list);

    const { status } = await exchange(url(port), list);

    expect({ status, seen: seen.filter((name) => name === what).length }).toEqual({ status: 200, seen: 3 * once });
    expect(once).toBeGreaterThan(0);
  });

  it.each<[string, Provider]>([
    ['pipe', { provide: APP_PIPE, useClass: EmptyPipe }],
    ['pipe of each request', { provide: APP_PIPE, ...inRequest(EmptyPipe) }],
    ['filter', { provide: APP_FILTER, useClass: BaseExceptionFilter }],
    ['filter of each request', { provide: APP_FILTER, ...inRequest(BaseExceptionFilter) }],
  ])('to a server with a global %s: Nest gets every request', async (_which, provider) => {
    const guard = jest.spyOn(NetworkGuard.prototype, 'canActivate');
    const { port } = await start(only(SmallToolset, provider));

    const { status } = await exchange(url(port), list);

    expect({ status, guarded: guard.mock.calls.length }).toEqual({ status: 200, guarded: 1 });
    guard.mockRestore();
  });

  it('to a server whose toolsets have middleware', async () => {
    @Module({})
    class MiddlewareModule {
      configure(consumer: MiddlewareConsumer): void {
        consumer
          .apply((_request: Request, response: Response, next: () => void) => {
            response.setHeader('X-Middleware', 'ran');
            next();
          })
          .forRoutes('*path');
      }
    }
    const { port } = await start({ module: MiddlewareModule, providers: [SmallToolset] });

    const { headers } = await exchange(url(port), list);

    expect(headers['x-middleware']).toBe('ran');
  });

  it('to a server whose providers add middleware to Express', async () => {
    @Injectable()
    class Tracing {
      constructor({ httpAdapter }: HttpAdapterHost) {
        httpAdapter.use((_request: Request, response: Response, next: () => void) => {
          response.setHeader('X-Middleware', 'ran');
          next();
        });
      }
    }
    const { port } = await start(only(SmallToolset, Tracing));

    const { headers } = await exchange(url(port), list);

    expect(headers['x-middleware']).toBe('ran');
  });

  it.each([httpLegacy, sse])('in an application that embeds the server: $name', async (combination) => {
    const { url: origin } = await serve(SmallToolset)
      .providing({ provide: APP_GUARD, useClass: SeeingGuard })
      .prepared((app) =>
        app.use((_request: Request, response: Response, next: () => void) => {
          response.setHeader('X-Middleware', 'ran');
          next();
        }),
      )
      .over(combination);
    const path = combination === sse ? '/messages?sessionId=x' : '/mcp';
    seen.splice(0);

    const { headers } = await exchange(`${origin}${path}`, list);

    expect({ ran: headers['x-middleware'], seen: seen.length > 0 }).toEqual({ ran: 'ran', seen: true });
  });
});

describe('the front door is open', () => {
  it('to a server whose toolsets have enhancers of their own only', async () => {
    const guard = jest.spyOn(NetworkGuard.prototype, 'canActivate');
    const { port } = await start(only(SmallToolset));

    const { status } = await exchange(url(port), list);

    expect({ status, guarded: guard.mock.calls.length }).toEqual({ status: 200, guarded: 0 });
    guard.mockRestore();
  });

  it('and believes the proxies that a provider has told Express to trust', async () => {
    @Injectable()
    class Trust {
      constructor({ httpAdapter }: HttpAdapterHost) {
        httpAdapter.getInstance<Express>().set('trust proxy', 1);
      }
    }
    const { port } = await start(only(SmallToolset, Trust), { IP_ALLOWLIST: '10.0.0.7' });

    const { status } = await exchange(url(port), list, { 'X-Forwarded-For': '10.0.0.7' });

    expect(status).toBe(200);
  });
});
