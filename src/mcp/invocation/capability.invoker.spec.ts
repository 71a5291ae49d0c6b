import 'reflect-metadata';
import * as nest from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, ExternalContextCreator, REQUEST } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { IsInt, IsString } from 'class-validator';
import { map, type Observable } from 'rxjs';
import { Catalog, CATALOG_OPTIONS, CatalogExplorer, ScopePolicy } from '../catalog/index.js';
import { AccessPolicy, McpContext, McpExecutionContext, Principal, Tool, Toolset } from '../contract/index.js';
import { ActiveCalls } from './active-calls.js';
import type { Call } from './call.interface.js';
import { Cancellation } from './call-lifetime.js';
import { CallResponse } from './http-stand-ins.js';
import { CapabilityInvoker } from './capability.invoker.js';
import { CallTimeoutError } from './deadline.js';
import { HandlerFactory } from './handler.factory.js';
import { InvalidInputError } from './input.pipe.js';
import { INVOCATION_OPTIONS } from './invocation.options.js';

const description = 'Does it.';

class Amount {
  @IsInt() amount!: number;
}

class Names {
  @IsString({ each: true }) names!: string[];
}

const Caller = nest.createParamDecorator((suffix: string, context: nest.ExecutionContext) => {
  const { principal } = McpExecutionContext.create(context).getContext();
  return `${principal.subject}${suffix}`;
});

@nest.Injectable()
class DoubleInterceptor implements nest.NestInterceptor {
  intercept(_context: nest.ExecutionContext, next: nest.CallHandler): Observable<unknown> {
    return next.handle().pipe(map((value) => [value, value]));
  }
}

@nest.Catch(RangeError)
class AnsweringFilter implements nest.ExceptionFilter {
  catch(error: RangeError, host: nest.ArgumentsHost): void {
    host.switchToHttp().getResponse<CallResponse>().status(409).json({ message: error.message });
  }
}

@nest.Injectable()
class TokenGuard implements nest.CanActivate {
  canActivate(context: nest.ExecutionContext): boolean {
    return McpExecutionContext.create(context).getInput<{ locked?: boolean } | undefined>()?.locked !== true;
  }
}

const until = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason), { once: true }));

const ended: unknown[] = [];

@Toolset({ prefix: 'a' })
class AToolset {
  @Tool({ description }) add(ctx: McpContext, input: Amount, caller: Principal): unknown {
    return [input instanceof Amount, input.amount, caller.subject, ctx.principal === caller];
  }
  @Tool({ description }) custom(@Caller('!') who: string, input: Amount): unknown {
    return [who, input.amount];
  }
  @Tool({ description, input: { type: 'object' } }) free(input: unknown): unknown {
    return input;
  }
  @Tool({ description }) fallback(input: Names = { names: [] }): unknown {
    return input.names;
  }
  @nest.UseInterceptors(DoubleInterceptor) @Tool({ description }) twice(): string {
    return 'x';
  }
  @nest.UseFilters(AnsweringFilter) @Tool({ description }) answered(): never {
    throw new RangeError('too far');
  }
  @Tool({ description, timeoutMs: 20 }) async slow(ctx: McpContext): Promise<void> {
    ended.push(await until(ctx.signal));
    throw new Error('late');
  }
  @Tool({ description, timeoutMs: 50 }) chatty(ctx: McpContext): string {
    void ctx.progress(1);
    return 'done';
  }
}

let made = 0;

@Toolset({ scope: nest.Scope.REQUEST, prefix: 'scoped' })
class ScopedToolset {
  readonly number = (made += 1);
  constructor(@nest.Inject(REQUEST) private readonly request: { url?: string }) {}
  @Tool({ description }) number_(): unknown {
    return [this.number, this.request.url];
  }
}

@Toolset({ scope: nest.Scope.TRANSIENT, prefix: 'transient' })
class TransientToolset {
  readonly number = (made += 1);
  @Tool({ description }) number_(): number {
    return this.number;
  }
}

describe('a call of a capability', () => {
  let invoke: (name: string, input?: unknown, call?: Partial<Call>) => Promise<unknown>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [DiscoveryModule],
      providers: [
        ...[Catalog, CatalogExplorer, HandlerFactory, ActiveCalls, CapabilityInvoker, DoubleInterceptor],
        ...[AToolset, ScopedToolset, TransientToolset],
        { provide: AccessPolicy, useClass: ScopePolicy },
        { provide: APP_GUARD, useClass: TokenGuard },
        { provide: CATALOG_OPTIONS, useValue: { toolsets: undefined, pageSize: 9, requireAccessDecision: false } },
        { provide: INVOCATION_OPTIONS, useValue: { callTimeoutMs: 1000, maxResultBytes: 1000 } },
      ],
    }).compile();
    await module.init();
    const caller = Principal.local('ann', ['*']);
    invoke = async (name, input = {}, parts = {}) => {
      const entry = await module.get(Catalog).find('tool', name, caller);
      const outbox = { progress: async () => undefined, log: async () => undefined, releaseStream: () => undefined };
      const questions = { supports: () => false };
      const cancellation = new Cancellation();
      const common = {
        principal: caller,
        meta: {},
        outbox,
        questions,
        cancellation,
        record: {},
        remainingMs: Infinity,
      };
      return module.get(CapabilityInvoker).invoke(entry!, input, { ...common, ...parts } as unknown as Call);
    };
    close = () => module.close();
    expect(module.get(ExternalContextCreator, { strict: false })).toBeDefined();
  });
  afterAll(() => close());

  it.each<[string, string, unknown, unknown]>([
    ['injects parameters by their class', 'a_add', { amount: 1 }, [true, 1, 'ann', true]],
    ['leaves parameters with a decorator to Nest', 'a_custom', { amount: 1 }, ['ann!', 1]],
    ['hands on what a JSON Schema accepts', 'a_free', { any: 1 }, { any: 1 }],
    ['injects a parameter that has a default', 'a_fallback', { names: ['x'] }, ['x']],
    ['runs interceptors', 'a_twice', {}, ['x', 'x']],
  ])('%s', async (_title, name, input, result) => {
    expect(await invoke(name, input)).toEqual(result);
  });

  it('checks the input behind the guards', async () => {
    await expect(invoke('a_add', { amount: 'x' })).rejects.toEqual(
      new InvalidInputError('arguments for a_add', [{ path: 'amount', message: 'must be an integer number' }]),
    );
    await expect(invoke('a_add', { locked: true })).rejects.toThrow(nest.ForbiddenException);
  });

  it('takes the answer of a filter that uses the response', async () => {
    await expect(invoke('a_answered')).rejects.toEqual(new nest.HttpException({ message: 'too far' }, 409));
  });

  it('makes request-scoped and transient toolsets anew, with the request', async () => {
    made = 0;
    const results = [await invoke('scoped_number_'), await invoke('scoped_number_'), await invoke('transient_number_')];
    expect(results).toEqual([[1, '/tool/scoped_number_'], [2, '/tool/scoped_number_'], 3]);
  });

  it('stops at its time limit, tells the method, and forgets what the method does then', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    await expect(invoke('a_slow')).rejects.toEqual(new CallTimeoutError(20));
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', unhandled);
    expect([ended.splice(0), unhandled.mock.calls]).toEqual([[expect.objectContaining({ name: 'AbortError' })], []]);
  });

  it('ends when its client cancels, with an AbortError whatever reason the client gave', async () => {
    const cancellation = new Cancellation();
    const running = invoke('a_slow', {}, { cancellation });
    setTimeout(() => cancellation.cancel(), 5);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(ended.splice(0)).toMatchObject([{ name: 'AbortError' }]);
  });

  it('does not begin when its client has gone', async () => {
    const cancellation = new Cancellation();
    cancellation.cancel();
    await expect(invoke('a_slow', {}, { cancellation })).rejects.toMatchObject({ name: 'AbortError' });
    expect(ended).toEqual([]);
  });

  it('leaves no listener on a cancellation that lives longer', async () => {
    const cancellation = new Cancellation();
    const removed: jest.Mock[] = [];
    const register = cancellation.onCancel.bind(cancellation);
    jest.spyOn(cancellation, 'onCancel').mockImplementation((listener) => {
      const remove = jest.fn(register(listener));
      removed.push(remove);
      return remove;
    });
    await Promise.all([
      invoke('a_twice', {}, { cancellation }),
      Promise.resolve(invoke('a_add', {}, { cancellation })).catch(() => undefined),
    ]);
    expect(removed.map((remove) => remove.mock.calls.length)).toEqual([1, 1]);
  });

  it('is not held up by a client that does not read its messages', async () => {
    const outbox = {
      progress: () => new Promise<void>(() => undefined),
      log: async () => undefined,
      releaseStream: () => undefined,
    };
    expect(await invoke('a_chatty', {}, { outbox })).toBe('done');
  });
});
