import { setTimeout } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { Tool, toFetch, toLambda, Toolset } from '../../src/index.js';
import { eventOf } from './support/documents.js';
import { application, lambda } from './support/functions.js';

@Toolset()
class OneToolset {
  @Tool({ description: 'x' })
  one(): string {
    return 'x';
  }
}

/** What goes to stderr while the work is done. */
async function stderrOf(work: () => Promise<unknown>): Promise<string> {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await work();
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

describe('the application of a function', () => {
  it('is started by the first request, once for all that come at the same time, and kept', async () => {
    const { handler, boots } = lambda({ toolsets: [OneToolset] });
    const none = boots();

    const answers = await Promise.all(Array.from({ length: 5 }, () => handler(eventOf('function-url'))));
    answers.push(await handler(eventOf('function-url')));

    expect([none, boots(), answers.map(({ statusCode }) => statusCode)]).toEqual([
      0,
      1,
      [200, 200, 200, 200, 200, 200],
    ]);
  });

  it('that cannot be started is reported to the operator, not to the client, and tried again', async () => {
    const { boot } = application({ toolsets: [OneToolset] });
    let isBroken = true;
    const fragile = async (): Promise<INestApplication> => {
      if (isBroken) throw new Error('the database at db.internal is away');
      return boot();
    };
    const { handler, close } = toLambda(fragile);
    const answers: unknown[] = [];

    const log = await stderrOf(async () => {
      answers.push(await handler(eventOf('function-url')));
    });
    isBroken = false;
    answers.push((await handler(eventOf('function-url'))).statusCode);
    await close();

    expect([log, answers]).toEqual([
      expect.stringContaining('the database at db.internal is away'),
      [
        {
          statusCode: 503,
          headers: expect.objectContaining({ 'retry-after': '5', 'content-type': 'application/json' }),
          isBase64Encoded: false,
          body: JSON.stringify({
            jsonrpc: '2.0',
            error: { code: -32000, message: 'The server could not be started: its log says why' },
          }),
        },
        200,
      ],
    ]);
  });

  it('that hangs is answered for before the function ends, and serves when it is there', async () => {
    const { boot } = application({ toolsets: [OneToolset] });
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => (release = resolve));
    const { handler, close } = toLambda(async () => {
      await hanging;
      return boot();
    });
    const end = Date.now() + 500;
    const context = { getRemainingTimeInMillis: () => end - Date.now() };

    const refused = await handler(eventOf('function-url'), context);
    const left = context.getRemainingTimeInMillis();
    release();
    const served = await handler(eventOf('function-url'));
    await close();

    expect([refused.statusCode, refused.headers?.['retry-after'], left > 0, served.statusCode]).toEqual([
      503,
      '5',
      true,
      200,
    ]);
  });

  it('leaves calls the time that its start has not used', async () => {
    @Toolset()
    class SlowToolset {
      @Tool({ description: 'x' })
      async slow(): Promise<string> {
        await setTimeout(60_000, undefined, { ref: false });
        return 'late';
      }
    }
    const { boot } = application({ toolsets: [SlowToolset] });
    const { handler, close } = toLambda(async () => {
      await setTimeout(500);
      return boot();
    });
    const end = Date.now() + 2000;
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'slow' } });

    const answer = await handler(eventOf('function-url', { body, isBase64Encoded: false }), {
      getRemainingTimeInMillis: () => end - Date.now(),
    });
    await close();

    expect([answer.statusCode, answer.body]).toEqual([
      200,
      expect.stringMatching(/The call did not finish within \d{3} ms/),
    ]);
  });

  it('that is refused for its settings is told in the words of the settings', async () => {
    const { handler } = lambda({ env: { HTTP_SESSIONS: 'on', TRANSPORT: 'sse' } });

    const log = await stderrOf(() => handler(eventOf('function-url')));

    expect(log).toBe(
      [
        'The function cannot start, the next request tries again. The environment holds settings that cannot be used:',
        '  TRANSPORT=sse needs a process that stays, and this is a function, which serves one request at a time; unset it, or use TRANSPORT=http',
        '  HTTP_SESSIONS=on keeps sessions in the memory of one process, and a function has many that come and go; unset it, or run dist/main where sessions are needed\n',
      ].join('\n'),
    );
  });

  it('lets running calls finish when it is closed', async () => {
    @Toolset()
    class WaitingToolset {
      @Tool({ description: 'x' })
      async wait(): Promise<string> {
        await setTimeout(200);
        return 'done';
      }
    }
    const { boot } = application({ toolsets: [WaitingToolset], env: { ALLOWED_HOSTS: 'localhost' } });
    const { fetch, close } = toFetch(boot);
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'wait' } });
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
    const response = await fetch(new Request('https://localhost/mcp', { method: 'POST', headers, body }));

    await close();

    expect(await response.text()).toContain('done');
  });
});
