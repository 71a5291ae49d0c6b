import { createParamDecorator, Injectable, UseGuards, type ExecutionContext } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { Strategy } from 'passport-http-bearer';
import { Tool, Toolset } from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { serve } from '../support/serve.js';

/** As the Nest documentation writes it. */
@Injectable()
class BearerStrategy extends PassportStrategy(Strategy) {
  validate(token: string): { name: string } | false {
    return token === 'let-me-in' ? { name: 'Ada' } : false;
  }
}

const User = createParamDecorator(
  (_data: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<{ user?: { name: string } }>().user?.name,
);

@Toolset()
class GuardedToolset {
  @Tool({ description: 'Who is it?' })
  @UseGuards(AuthGuard('bearer'))
  whoAmI(@User() user: string): string {
    return `You are ${user}`;
  }

  @Tool({ description: 'Open to all.' })
  open(): string {
    return 'open';
  }
}

const said = (text: string): object => ({ content: [{ type: 'text', text }] });
const refused = (text: string): object => ({ ...said(text), isError: true });

describe.each(combinations)('the stock AuthGuard over $name', (combination) => {
  const hasHeaders = combination.transport !== 'stdio';

  it(`${hasHeaders ? 'lets a valid token in' : 'finds no token to let in'}`, async () => {
    const { client } = await serve(GuardedToolset)
      .importing(PassportModule)
      .providing(BearerStrategy)
      .sending({ Authorization: 'Bearer let-me-in' })
      .over(combination);

    const result = await client.call('who_am_i');

    expect(result).toEqual(hasHeaders ? said('You are Ada') : refused('Unauthorized'));
  });

  it('turns away whoever has no valid token, from the guarded tool only', async () => {
    const { client } = await serve(GuardedToolset)
      .importing(PassportModule)
      .providing(BearerStrategy)
      .sending({ Authorization: 'Bearer guessed' })
      .over(combination);

    const results = [await client.call('who_am_i'), await client.call('open')];

    expect(results).toEqual([refused('Unauthorized'), said('open')]);
  });
});

describe.each(combinations)('the stock ThrottlerGuard over $name', (combination) => {
  const throttled = ThrottlerModule.forRoot([{ ttl: 60_000, limit: 2 }]);

  it('on a toolset stops the third call', async () => {
    @UseGuards(ThrottlerGuard)
    @Toolset()
    class ThrottledToolset extends GuardedToolset {}
    const { client } = await serve(ThrottledToolset)
      .importing(throttled, PassportModule)
      .providing(BearerStrategy)
      .over(combination);

    const results = [await client.call('open'), await client.call('open'), await client.call('open')];

    expect(results).toEqual([said('open'), said('open'), refused('ThrottlerException: Too Many Requests')]);
  });
});

describe.each(combinations.filter(({ transport }) => transport === 'stdio'))(
  'the stock ThrottlerGuard of the application over $name',
  (combination) => {
    it('stops the third call', async () => {
      const { client } = await serve(GuardedToolset)
        .importing(ThrottlerModule.forRoot([{ ttl: 60_000, limit: 2 }]), PassportModule)
        .providing(BearerStrategy, { provide: APP_GUARD, useClass: ThrottlerGuard })
        .over(combination);

      const results = [await client.call('open'), await client.call('open'), await client.call('open')];

      expect(results).toEqual([said('open'), said('open'), refused('ThrottlerException: Too Many Requests')]);
    });
  },
);
