import { Injectable } from '@nestjs/common';
import { Throttle } from '@nestjs/throttler';
import { IsBoolean } from 'class-validator';
import { Describe, McpContext, Prompt, Resource, Tool, Toolset } from '../../../src/index.js';
import { combinations, httpModern, stdioLegacy } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { exchange } from '../../support/post.js';
import { refusalOf } from '../../support/refusal.js';
import { serve } from '../../support/serve.js';
import { modernHeaders, modernMessage } from '../auth/support/messages.js';

class Confirmation {
  @Describe('Go on') @IsBoolean() go: boolean = true;
}

@Injectable()
class Work {
  runs = 0;
  waiting: (() => void)[] = [];

  /** Goes on when `finish` is called. */
  wait(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  finish(): void {
    this.waiting.splice(0).forEach((resolve) => resolve());
  }
}

@Toolset()
class LimitedToolset {
  constructor(private readonly work: Work) {}

  @Tool({ description: 'x' })
  @Throttle({ default: { limit: 2, ttl: 30_000 } })
  twice(): string {
    return 'ok';
  }

  @Tool({ description: 'x' })
  @Throttle({ burst: { limit: 1, ttl: 1000 }, day: { limit: 5, ttl: 86_400_000, blockDuration: 7_200_000 } })
  named(): string {
    return 'ok';
  }

  @Tool({ description: 'x' })
  free(): string {
    return 'ok';
  }

  @Tool({ description: 'x' })
  @Throttle({ default: { limit: 1, ttl: 30_000 } })
  async asks(ctx: McpContext): Promise<string> {
    const answer = await ctx.elicit('go', { message: 'Go on?', schema: Confirmation });
    this.work.runs += 1;
    return answer.action;
  }

  @Tool({ description: 'x' })
  async slow(): Promise<string> {
    this.work.runs += 1;
    await this.work.wait();
    return 'done';
  }

  @Prompt({ description: 'x' })
  @Throttle({ default: { limit: 1, ttl: 30_000 } })
  prompt(): string {
    return 'ok';
  }

  @Resource({ uri: 'test://limited', description: 'x' })
  @Throttle({ default: { limit: 1, ttl: 30_000 } })
  resource(): string {
    return 'ok';
  }
}

/** What a tool says. */
const said = (result: unknown): unknown => (result as { content: [{ text: string }] }).content[0].text;
const refused = (what: string): unknown => expect.stringMatching(new RegExp(`^Too many ${what}: try again in \\d+ s$`));

describe.each(combinations)('@Throttle over $name', (combination) => {
  const started = () => serve(LimitedToolset).providing(Work).over(combination);

  it('limits the calls of a tool, with an error that a model can act on', async () => {
    const { client } = await started();

    const results = [];
    for (let call = 0; call < 3; call += 1) results.push(await client.call('twice'));

    expect(results.map(said)).toEqual(['ok', 'ok', refused('calls of twice')]);
    expect(results[2]).toMatchObject({ isError: true });
    expect(said(await client.call('free'))).toBe('ok');
  });

  it('limits prompts and resources', async () => {
    const { client } = await started();
    await client.prompt('prompt');
    await client.read('test://limited');

    const refusals = [await refusalOf(client.prompt('prompt')), await refusalOf(client.read('test://limited'))];

    expect(refusals).toEqual([
      { code: -32000, message: refused('calls of prompt') },
      { code: -32000, message: refused('calls of (resource|test://limited)') },
    ]);
  });
});

describe('@Throttle', () => {
  it('keeps limits of any name, each on its own', async () => {
    const { client } = await serve(LimitedToolset).providing(Work).over(stdioLegacy);

    expect([said(await client.call('named')), said(await client.call('named'))]).toEqual([
      'ok',
      refused('calls of named'),
    ]);
  });

  it('counts a call once, however many rounds it takes', async () => {
    const { client } = await serve(LimitedToolset)
      .providing(Work)
      .answering({ elicitation: () => ({ action: 'accept', content: { go: true } }) })
      .over(httpModern);

    expect([said(await client.call('asks')), said(await client.call('asks'))]).toEqual([
      'accept',
      refused('calls of asks'),
    ]);
  });

  it('counts the state of a round that is used a second time as a call', async () => {
    const { url, app } = await serve(LimitedToolset).providing(Work).over(httpModern);
    const call = (more: object): Promise<Awaited<ReturnType<typeof exchange>>> => {
      const message = modernMessage('tools/call', { name: 'asks', arguments: {}, ...more }) as {
        params: { _meta: Record<string, unknown> };
      };
      message.params._meta['io.modelcontextprotocol/clientCapabilities'] = { elicitation: { form: {} } };
      return exchange(`${url}/mcp`, message, modernHeaders('tools/call', 'asks'));
    };

    const first = await call({});
    const { requestState } = first.message.result as { requestState: string };
    const round = { requestState, inputResponses: { go: { action: 'accept', content: { go: true } } } };
    const answers = [await call(round), await call(round), await call(round)];

    expect(answers.map(({ message }) => said(message.result))).toEqual([
      'accept',
      refused('calls of asks'),
      refused('calls of asks'),
    ]);
    expect(app.get(Work).runs).toBe(1);
  });
});

describe.each(combinations)('MAX_CONCURRENT_CALLS_PER_PRINCIPAL over $name', (combination) => {
  it('row 30: N+1 calls at the same time → a clear tool error, until one has ended', async () => {
    const { client, app } = await serve(LimitedToolset)
      .providing(Work)
      .settings({ MAX_CONCURRENT_CALLS_PER_PRINCIPAL: '2' })
      .over(combination);
    const work = app.get(Work);

    const running = [client.call('slow'), client.call('slow')];
    await eventually(() => expect(work.runs).toBe(2));
    const third = await client.call('slow');
    work.finish();
    await Promise.all(running);
    const after = await client.call('free');

    expect([said(third), said(after)]).toEqual([
      'Too many calls at the same time: 2 are running, wait until one of them has ended',
      'ok',
    ]);
    expect(third).toMatchObject({ isError: true });
  });
});
