import { setTimeout as sleep } from 'node:timers/promises';
import { IsIn } from 'class-validator';
import { McpContext, Prompt, Tool, Toolset, type LogLevel } from '../../src/index.js';
import type { Progress } from '../support/clients/client.interface.js';
import { combinations } from '../support/combinations.js';
import { serve } from '../support/serve.js';

class LogInput {
  @IsIn(['debug', 'info', 'warning', 'error']) level!: LogLevel;
}

@Toolset()
class ContextToolset {
  @Tool({ description: 'What the call knows of itself.' })
  fields(ctx: McpContext): unknown {
    const { principal, transport, era, protocolRevision, requestId, sessionId, client, meta, signal } = ctx;
    return {
      ...{ principal, transport, era, protocolRevision, client },
      note: meta['example.com/note'],
      hasRequestId: typeof requestId === 'number' || typeof requestId === 'string',
      hasSession: sessionId !== undefined,
      isAborted: signal.aborted,
    };
  }

  @Tool({ description: 'Tells how far it is.' })
  async work(ctx: McpContext): Promise<string> {
    await ctx.progress(1, 3, 'first');
    await ctx.progress(2, 3);
    void ctx.progress(3);
    return 'done';
  }

  @Tool({ description: 'Logs to the client.' })
  async log(ctx: McpContext, { level }: LogInput): Promise<string> {
    await ctx.log(level, { disk: 'full' }, 'storage');
    return 'logged';
  }

  @Tool({ description: 'Speaks after its end.' })
  lateWords(ctx: McpContext): string {
    setTimeout(() => void Promise.all([ctx.progress(9), ctx.log('error', 'late')]), 5);
    return 'ended';
  }

  @Prompt({ description: 'Who asks.' })
  whoAmI({ principal }: McpContext): string {
    return principal.subject;
  }
}

const DONE = { content: [{ type: 'text', text: 'done' }] };
const LOGGED = { content: [{ type: 'text', text: 'logged' }] };

function reportOf({ progressToken: _, ...report }: Record<string, unknown> = {}): object {
  return report;
}

describe.each(combinations)('the context of a call over $name', (combination) => {
  const { transport, era, revision, sessions } = combination;
  const local = transport === 'stdio';
  // A stateless request of the legacy era does not say which client sends it.
  const knowsClient = era === 'modern' || sessions || local;

  it('knows who calls, how and from where', async () => {
    const { client } = await serve(ContextToolset).over(combination);

    const { content } = await client.call('fields', {}, { meta: { 'example.com/note': 'kept' } });

    expect(JSON.parse((content[0] as { text: string }).text)).toEqual({
      principal: local
        ? { subject: 'local', method: 'local', scopes: ['*'] }
        : { subject: 'anonymous', method: 'anonymous', scopes: ['*'] },
      transport,
      era,
      protocolRevision: revision,
      ...(knowsClient && { client: client.info }),
      note: 'kept',
      hasRequestId: true,
      hasSession: sessions,
      isAborted: false,
    });
  });

  it('is there for prompts as well', async () => {
    const { client } = await serve(ContextToolset).settings({ STDIO_SUBJECT: 'ada' }).over(combination);

    const { messages } = await client.prompt('who_am_i');

    expect(messages).toEqual([{ role: 'user', content: { type: 'text', text: local ? 'ada' : 'anonymous' } }]);
  });

  it('carries progress to a client that asked for it, all of it ahead of the answer', async () => {
    const { client } = await serve(ContextToolset).over(combination);

    const result = await client.call('work', {}, { onprogress: () => undefined });

    const sent = client.received.map((message) => ('params' in message ? reportOf(message.params) : 'answer'));
    expect([sent, result]).toEqual([
      [{ progress: 1, total: 3, message: 'first' }, { progress: 2, total: 3 }, { progress: 3 }, 'answer'],
      DONE,
    ]);
  });

  it('keeps progress to itself when nobody asked', async () => {
    const { client } = await serve(ContextToolset).over(combination);

    const result = await client.call('work');

    expect([client.notices, result]).toEqual([[], DONE]);
  });

  it('carries log messages of the level that the client wants', async () => {
    const { client } = await serve(ContextToolset).over(combination);
    await client.setLogLevel('warning');

    const results = [await client.call('log', { level: 'error' }), await client.call('log', { level: 'info' })];

    const heard = { level: 'error', logger: 'storage', data: { disk: 'full' } };
    const tooQuiet = { level: 'info', logger: 'storage', data: { disk: 'full' } };
    // Nothing keeps the level between the requests of a stateless legacy client: all it can get is everything.
    const levels = era === 'legacy' && !combination.keepsLogLevel ? [heard, tooQuiet] : [heard];
    expect(results).toEqual([LOGGED, LOGGED]);
    expect(client.notices).toEqual(levels.map((params) => ({ method: 'notifications/message', params })));
  });

  it('sends nothing once the call has been answered', async () => {
    const { client } = await serve(ContextToolset).over(combination);
    await client.setLogLevel('debug');
    const heard: Progress[] = [];

    await client.call('late_words', {}, { onprogress: (progress) => heard.push(progress) });

    await sleep(40);
    expect([heard, client.notices]).toEqual([[], []]);
  });
});
