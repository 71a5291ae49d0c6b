import {
  Catch,
  ForbiddenException,
  HttpException,
  Injectable,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { IsString } from 'class-validator';
import { map, type Observable } from 'rxjs';
import { McpContext, McpExecutionContext, Principal, Tool, Toolset, type McpContextType } from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { serve } from '../support/serve.js';

class Words {
  @IsString() words!: string;
}

/** One enhancer of each kind, each of which leaves its mark where it was bound. */
const guard = (): CanActivate => ({
  canActivate: (context) => {
    if (context.getType<McpContextType>() !== 'mcp') return true;
    const { words } = McpExecutionContext.create(context).getInput<{ words: string }>();
    if (words === 'forbidden words') throw new ForbiddenException('Not these words');
    return words !== 'denied words';
  },
});

const marking = (mark: string): NestInterceptor => ({
  intercept: (_context: ExecutionContext, next: CallHandler): Observable<unknown> =>
    next.handle().pipe(map((answer) => `${mark}(${String(answer)})`)),
});

const shouting = (): PipeTransform => ({
  transform: (value: unknown, { type }) =>
    type === 'body' && typeof value === 'object' && value !== null && 'words' in value
      ? { ...value, words: String(value.words).toUpperCase() }
      : value,
});

class Overflow extends Error {}

@Catch(Overflow)
class OverflowFilter implements ExceptionFilter {
  catch(_error: Overflow, _host: ArgumentsHost): never {
    throw new HttpException('Fewer words, please', 422);
  }
}

@Catch(Overflow)
class RecoveringFilter implements ExceptionFilter {
  catch(_error: Overflow, host: ArgumentsHost): string {
    return `recovered in ${host.getType<string>()}`;
  }
}

const speak = ({ words }: Words): string => {
  if (words.toLowerCase() === 'overflow') throw new Overflow('hunter2');
  return words;
};

@Toolset()
class BareToolset {
  @Tool({ description: 'Speak.' })
  speak(words: Words): string {
    return speak(words);
  }
}

@Toolset()
class MethodBoundToolset {
  @Tool({ description: 'Speak.' })
  @UseGuards(guard())
  @UseInterceptors(marking('method'))
  @UsePipes(shouting())
  @UseFilters(OverflowFilter)
  speak(words: Words): string {
    return speak(words);
  }
}

@Toolset()
@UseGuards(guard())
@UseInterceptors(marking('class'))
@UsePipes(shouting())
@UseFilters(OverflowFilter)
class ClassBoundToolset {
  @Tool({ description: 'Speak.' })
  speak(words: Words, _ctx: McpContext, _principal: Principal): string {
    return speak(words);
  }
}

const said = (text: string): object => ({ content: [{ type: 'text', text }] });
const refused = (text: string): object => ({ ...said(text), isError: true });

const bindings = [
  ['the method', 'method', () => serve(MethodBoundToolset)],
  ['the class', 'class', () => serve(ClassBoundToolset)],
  [
    'the application, by its providers',
    'provider',
    () =>
      serve(BareToolset).providing(
        { provide: APP_GUARD, useValue: guard() },
        { provide: APP_INTERCEPTOR, useValue: marking('provider') },
        { provide: APP_PIPE, useValue: shouting() },
        { provide: APP_FILTER, useClass: OverflowFilter },
      ),
  ],
  [
    'the application, by its set-up',
    'set-up',
    () =>
      serve(BareToolset).prepared((app) =>
        app
          .useGlobalGuards(guard())
          .useGlobalInterceptors(marking('set-up'))
          .useGlobalPipes(shouting())
          .useGlobalFilters(new OverflowFilter()),
      ),
  ],
] as const;

describe.each(combinations)('enhancers over $name', (combination) => {
  it.each(bindings)('run when they are bound to %s', async (_where, mark, application) => {
    const { client } = await application().over(combination);

    const results = [
      await client.call('speak', { words: 'good words' }),
      await client.call('speak', { words: 'denied words' }),
      await client.call('speak', { words: 'forbidden words' }),
      await client.call('speak', { words: 'overflow' }),
    ];

    expect(results).toEqual([
      said(`${mark}(GOOD WORDS)`),
      refused('Forbidden resource'),
      refused('Not these words'),
      refused('Fewer words, please'),
    ]);
  });

  it('run in the order in which Nest runs those of a controller', async () => {
    const { client } = await serve(ClassBoundToolset)
      .providing({ provide: APP_INTERCEPTOR, useValue: marking('provider') })
      .prepared((app) => app.useGlobalInterceptors(marking('set-up')))
      .over(combination);

    const result = await client.call('speak', { words: 'x' });

    expect(result).toEqual(said('provider(set-up(class(X)))'));
  });

  it('may answer instead of the method', async () => {
    const { client } = await serve(BareToolset)
      .providing({ provide: APP_FILTER, useClass: RecoveringFilter })
      .over(combination);

    const result = await client.call('speak', { words: 'overflow' });

    expect(result).toEqual(said('recovered in mcp'));
  });

  it('deny every tool when one guard of the application denies all', async () => {
    @Injectable()
    class DenyAll implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        return context.getType<string>() !== 'mcp';
      }
    }
    const { client } = await serve(BareToolset).providing({ provide: APP_GUARD, useClass: DenyAll }).over(combination);

    const result = await client.call('speak', { words: 'x' });

    expect(result).toEqual(refused('Forbidden resource'));
  });
});
