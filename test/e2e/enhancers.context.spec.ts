import {
  Catch,
  createParamDecorator,
  HttpException,
  Inject,
  Injectable,
  Optional,
  Scope,
  SetMetadata,
  ValidationPipe,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, Reflector, REQUEST } from '@nestjs/core';
import { Type } from 'class-transformer';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import {
  McpContext,
  McpExecutionContext,
  Principal,
  Prompt,
  Resource,
  Tool,
  Toolset,
  type McpContextType,
} from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

class Inner {
  @IsInt() value!: number;
}

class Numbers {
  @IsString() name!: string;
  @ValidateNested() @Type(() => Inner) inner!: Inner;
}

const Team = (name: string): MethodDecorator => SetMetadata('team', name);

const Caller = createParamDecorator((suffix: string, context: ExecutionContext) => {
  const { principal } = McpExecutionContext.create(context).getContext();
  return `${principal.method}${suffix}`;
});

/** Writes down what a guard can know of a call. */
@Injectable()
class WatchingGuard implements CanActivate {
  readonly seen: unknown[] = [];

  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType<McpContextType>() !== 'mcp') return true;
    const mcp = McpExecutionContext.create(context);
    const { kind, name, toolset, className, methodName } = mcp.getCapability();
    this.seen.push({
      ...{ kind, name, toolset, className, methodName },
      input: mcp.getInput(),
      transport: mcp.getContext().transport,
      handler: context.getHandler().name,
      owner: context.getClass().name,
      team: this.reflector.get<string>('team', context.getHandler()),
    });
    return true;
  }
}

@Toolset({ prefix: 'watched' })
class WatchedToolset {
  @Tool({ description: 'Add.' })
  @Team('sales')
  add({ name, inner }: Numbers, ctx: McpContext, @Caller('!') caller: string, principal: Principal): unknown {
    return {
      ...{ name, caller },
      isInner: inner instanceof Inner,
      hasContext: ctx instanceof McpContext,
      isPrincipal: principal instanceof Principal && principal === ctx.principal,
    };
  }

  @Prompt({ description: 'Greet.' })
  greet(): string {
    return 'Hello';
  }

  @Resource({ uri: 'watched://it', description: 'It.' })
  it(): string {
    return 'it';
  }
}

/** What a stock exception filter of an HTTP application looks like. */
@Catch()
class JsonFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<{ status(code: number): { json(body: unknown): void } }>();
    const status = error instanceof HttpException ? error.getStatus() : 500;
    response.status(status).json({ statusCode: status, message: `Filtered ${status}`, path: 'secret' });
  }
}

@Toolset()
class FailingToolset {
  @Tool({ description: 'Fails as expected.' })
  expected(): never {
    throw new HttpException('raw', 418);
  }

  @Tool({ description: 'Fails unexpectedly.' })
  unexpected(): never {
    throw new Error('raw');
  }

  @Tool({ description: 'Works.' })
  works(): string {
    return 'works';
  }
}

@Injectable({ scope: Scope.REQUEST })
class Visit {
  static count = 0;
  readonly number = (Visit.count += 1);

  constructor(@Optional() @Inject(REQUEST) readonly request: object | undefined) {}
}

@Toolset()
class VisitedToolset {
  constructor(private readonly visit: Visit) {}

  @Tool({ description: 'Say which visit it is.' })
  visitNumber(): unknown {
    return { number: this.visit.number, headers: typeof (this.visit.request as { headers?: unknown })?.headers };
  }
}

const sum = { name: 'n', inner: { value: 1 } };
const watched = (combination: { transport: string }): object => ({
  kind: 'tool',
  name: 'watched_add',
  toolset: 'watched',
  className: 'WatchedToolset',
  methodName: 'add',
  input: sum,
  transport: combination.transport,
  handler: 'add',
  owner: 'WatchedToolset',
  team: 'sales',
});

const parsed = (result: { content: unknown[] }): unknown => JSON.parse((result.content[0] as { text: string }).text);

describe.each(combinations)('what enhancers see over $name', (combination) => {
  const caller = combination.transport === 'stdio' ? 'local!' : 'anonymous!';
  const injected = { name: 'n', caller, isInner: true, hasContext: true, isPrincipal: true };

  it('is the capability, its input and its metadata', async () => {
    const { client, app } = await serve(WatchedToolset)
      .providing(WatchingGuard, { provide: APP_GUARD, useExisting: WatchingGuard })
      .over(combination);

    const result = await client.call('watched_add', sum);

    expect([parsed(result), app.get(WatchingGuard).seen]).toEqual([injected, [watched(combination)]]);
  });

  it('is every kind of capability', async () => {
    const { client, app } = await serve(WatchedToolset)
      .providing(WatchingGuard, { provide: APP_GUARD, useExisting: WatchingGuard })
      .over(combination);

    await client.prompt('watched_greet');
    await client.read('watched://it');

    expect(app.get(WatchingGuard).seen).toMatchObject([
      { kind: 'prompt', name: 'watched_greet' },
      { kind: 'resource', name: 'watched://it' },
    ]);
  });

  it.each([
    { transform: true, whitelist: true },
    { transform: true, whitelist: true, forbidNonWhitelisted: true },
  ])('is left intact by a global ValidationPipe: %j', async (options) => {
    const { client } = await serve(WatchedToolset)
      .providing({ provide: APP_PIPE, useValue: new ValidationPipe(options) })
      .over(combination);

    const result = await client.call('watched_add', sum);

    expect(parsed(result)).toEqual(injected);
  });

  it('may be answered through the response, as for a controller', async () => {
    const { client } = await serve(FailingToolset)
      .providing({ provide: APP_FILTER, useClass: JsonFilter })
      .over(combination);

    const results = [await client.call('expected'), await client.call('unexpected'), await client.call('works')];

    expect(results).toEqual([
      { content: [{ type: 'text', text: 'Filtered 418' }], isError: true },
      { content: [{ type: 'text', text: expect.stringMatching(/^Internal error/) }], isError: true },
      { content: [{ type: 'text', text: 'works' }] },
    ]);
  });

  it('does not change what a tool that is not there is answered with', async () => {
    const { client } = await serve(FailingToolset)
      .providing({ provide: APP_FILTER, useClass: JsonFilter })
      .over(combination);

    const refusal = await refusalOf(client.call('nothing'));

    expect(refusal).toEqual({ code: -32602, message: 'Unknown tool: nothing' });
  });

  it('belongs to one call where providers are request-scoped', async () => {
    const { client } = await serve(VisitedToolset).providing(Visit).over(combination);
    Visit.count = 0;

    const results = [await client.call('visit_number'), await client.call('visit_number')];

    expect(results.map(parsed)).toEqual([
      { number: 1, headers: 'object' },
      { number: 2, headers: 'object' },
    ]);
  });

  it('belongs to one call where the global guard is request-scoped', async () => {
    const instances = new Set<CanActivate>();
    @Injectable({ scope: Scope.REQUEST })
    class ScopedGuard implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        if (context.getType<McpContextType>() === 'mcp') instances.add(this);
        return context.getType<McpContextType>() !== 'mcp' || instances.size > 1;
      }
    }
    const { client } = await serve(WatchedToolset)
      .providing({ provide: APP_GUARD, useClass: ScopedGuard })
      .over(combination);

    const results = [await client.call('watched_add', sum), await client.call('watched_add', sum)];

    expect([results[0], parsed(results[1]!)]).toEqual([
      { content: [{ type: 'text', text: 'Forbidden resource' }], isError: true },
      injected,
    ]);
  });
});
