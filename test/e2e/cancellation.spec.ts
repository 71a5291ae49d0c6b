import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { McpContext, Tool, Toolset } from '../../src/index.js';
import type { McpClient } from '../support/clients/client.interface.js';
import { combinations } from '../support/combinations.js';
import { eventually } from '../support/eventually.js';
import { serve, type Served } from '../support/serve.js';

/** What happened inside the tools. */
@Injectable()
class Diary {
  readonly entries: string[] = [];
}

@Toolset()
class SlowToolset {
  constructor(private readonly diary: Diary) {}

  @Tool({ description: 'Waits until it is stopped.' })
  async wait({ signal }: McpContext): Promise<string> {
    this.diary.entries.push('started');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    this.diary.entries.push('aborted');
    return 'too late';
  }

  @Tool({ description: 'Waits in vain.', timeoutMs: 50 })
  async limited({ signal }: McpContext): Promise<string> {
    signal.addEventListener('abort', () => this.diary.entries.push('aborted'));
    await new Promise(() => undefined);
    return 'never';
  }

  @Tool({ description: 'Hangs.' })
  hang(): Promise<string> {
    return new Promise(() => undefined);
  }

  @Tool({ description: 'Fails after its time.', timeoutMs: 20 })
  async failLate(): Promise<string> {
    await sleep(50);
    throw new Error('late');
  }

  @Tool({ description: 'Ends as usual.' })
  finish({ signal }: McpContext): string {
    signal.addEventListener('abort', () => this.diary.entries.push('ended'));
    return 'finished';
  }
}

const FINISHED = { content: [{ type: 'text', text: 'finished' }] };
const timedOut = (ms: number): object => ({
  content: [{ type: 'text', text: `The call did not finish within ${ms} ms and was stopped.` }],
  isError: true,
});

const diaryOf = ({ app }: Served): string[] => app.get(Diary).entries;

async function cancelWhenStarted(client: McpClient, diary: readonly string[]): Promise<void> {
  const stop = new AbortController();
  const call = client.call('wait', {}, { signal: stop.signal });
  await eventually(() => expect(diary).toEqual(['started']));
  stop.abort();
  await expect(call).rejects.toThrow();
}

describe.each(combinations)('a call over $name', (combination) => {
  // A legacy client over Streamable HTTP may come back for the answer, and a function does not hear that one has gone.
  const hears = combination.era === 'modern' && combination.runtime === undefined;
  const goesWithClient = combination.transport !== 'http' || hears;

  it(`${combination.cancels ? 'is aborted' : 'runs on to its time limit'} when its client cancels it`, async () => {
    const served = await serve(SlowToolset)
      .providing(Diary)
      .settings({ CALL_TIMEOUT_MS: combination.cancels ? '30000' : '300' })
      .over(combination);
    const started = Date.now();

    await cancelWhenStarted(served.client, diaryOf(served));

    await eventually(() => expect(diaryOf(served)).toEqual(['started', 'aborted']));
    expect(Date.now() - started >= 300).toBe(!combination.cancels);
  });

  it(`${goesWithClient ? 'is aborted' : 'runs on to its time limit'} when its client goes away`, async () => {
    const limit = goesWithClient ? 5000 : 400;
    const served = await serve(SlowToolset)
      .providing(Diary)
      .settings({ CALL_TIMEOUT_MS: `${limit}` })
      .over(combination);
    const started = Date.now();
    const lost = served.client.call('wait').catch((error: Error) => error);
    await eventually(() => expect(diaryOf(served)).toEqual(['started']));

    await served.client.close();

    await eventually(() => expect(diaryOf(served)).toEqual(['started', 'aborted']));
    expect([Date.now() - started >= limit, await lost]).toEqual([!goesWithClient, expect.any(Error)]);
  });

  it('leaves no trace in the error log when it is cancelled', async () => {
    const served = await serve(SlowToolset).providing(Diary).settings({ CALL_TIMEOUT_MS: '300' }).over(combination);

    await cancelWhenStarted(served.client, diaryOf(served));

    await eventually(() => expect(diaryOf(served)).toEqual(['started', 'aborted']));
    expect([await served.client.call('finish'), served.errors]).toEqual([FINISHED, []]);
  });

  it('ends at the limit of its tool, aborted', async () => {
    const served = await serve(SlowToolset).providing(Diary).over(combination);

    const results = [await served.client.call('limited'), await served.client.call('finish')];

    expect([results, diaryOf(served)]).toEqual([
      [timedOut(50), FINISHED],
      ['aborted', 'ended'],
    ]);
  });

  it('ends at the limit of the server when its tool hangs', async () => {
    const { client } = await serve(SlowToolset).providing(Diary).settings({ CALL_TIMEOUT_MS: '80' }).over(combination);
    const started = performance.now();

    const results = [await client.call('hang'), await client.call('finish')];

    expect(results).toEqual([timedOut(80), FINISHED]);
    expect(performance.now() - started).toBeLessThan(80 + 500);
  });

  it('has been answered already when its tool fails afterwards', async () => {
    const { client } = await serve(SlowToolset).providing(Diary).over(combination);

    const result = await client.call('fail_late');
    await sleep(60);

    expect([result, await client.call('finish')]).toEqual([timedOut(20), FINISHED]);
  });

  it('does not wait for the calls beside it', async () => {
    const { client } = await serve(SlowToolset).providing(Diary).settings({ CALL_TIMEOUT_MS: '400' }).over(combination);

    const hanging = Array.from({ length: 5 }, () => client.call('hang'));
    const first = await Promise.race([...hanging, client.call('finish')]);

    expect([first, ...(await Promise.all(hanging))]).toEqual([FINISHED, ...hanging.map(() => timedOut(400))]);
  });
});
