import { setTimeout } from 'node:timers/promises';
import { All, Controller, Res } from '@nestjs/common';
import { IsInt } from 'class-validator';
import type { Response } from 'express';
import { McpContext, Resource, Tool, Toolset } from '../../src/index.js';
import { accepting, makeKey } from '../security/auth/support/api-key.js';
import { eventOf, type DocumentName } from './support/documents.js';
import { lambda } from './support/functions.js';

class Size {
  @IsInt() bytes!: number;
}

@Toolset()
class LimitsToolset {
  @Tool({ description: 'Large.' })
  large({ bytes }: Size): string {
    return '"'.repeat(bytes);
  }

  @Tool({ description: 'Talks a lot.' })
  async talk({ bytes }: Size, ctx: McpContext): Promise<string> {
    await ctx.progress(1, 2, 'x'.repeat(bytes));
    return 'said';
  }

  @Tool({ description: 'Slow.' })
  async slow(ctx: McpContext): Promise<string> {
    await setTimeout(60_000, undefined, { signal: ctx.signal }).catch(() => undefined);
    return 'late';
  }

  @Resource({ uri: 'app://large', description: 'Large.' })
  resource(): string {
    return '"'.repeat(3_200_000);
  }
}

const context = (ms: number) => {
  const end = Date.now() + ms;
  return { getRemainingTimeInMillis: () => end - Date.now() };
};

const REVISION = { 'mcp-protocol-version': '2025-11-25' };

function asking(name: DocumentName, method: string, params: object): object {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 'mine', method, params });
  return eventOf(name, { body, isBase64Encoded: false, headers: REVISION });
}

const call = (name: DocumentName, tool: string, args: object = {}, meta: object = {}): object =>
  asking(name, 'tools/call', { name: tool, arguments: args, ...meta });

const messagesOf = (body: string): unknown[] =>
  body
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)));

const excess = (limit: number) =>
  expect.stringMatching(new RegExp(`^The answer has \\d+ bytes and this function can send ${limit}: ask for less`));
const PUBLIC = { PUBLIC_URL: 'https://mcp.example.com' };

describe('an answer that is too large for the platform', () => {
  it.each([
    ['http-api', 6_291_556, 3_500_000],
    ['alb', 1_048_576, 600_000],
  ] as const)('to %s becomes a tool error under the id of the request', async (name, limit, bytes) => {
    const { handler } = lambda({ toolsets: [LimitsToolset], env: { ...PUBLIC, MAX_RESULT_BYTES: '10000000' } });

    const result = await handler(call(name, 'large', { bytes }));

    expect(messagesOf(result.body)).toEqual([
      {
        jsonrpc: '2.0',
        id: 'mine',
        result: { content: [{ type: 'text', text: excess(limit) }], isError: true },
      },
    ]);
  });

  it('becomes a JSON-RPC error where the method has no result for it', async () => {
    const { handler } = lambda({ toolsets: [LimitsToolset], env: { MAX_RESULT_BYTES: '10000000' } });

    const result = await handler(asking('http-api', 'resources/read', { uri: 'app://large' }));

    expect(messagesOf(result.body)).toEqual([
      { jsonrpc: '2.0', id: 'mine', error: { code: -32000, message: excess(6_291_556) } },
    ]);
  });

  it('loses what was said on the way, before the answer itself', async () => {
    const { handler } = lambda({ toolsets: [LimitsToolset] });

    const event = call('http-api', 'talk', { bytes: 6_300_000 }, { _meta: { progressToken: 1 } });
    const result = await handler(event);

    expect(messagesOf(result.body)).toEqual([
      { jsonrpc: '2.0', id: 'mine', result: { content: [{ type: 'text', text: 'said' }] } },
    ]);
  });
});

it('a body that the guards refuse is read by nobody', async () => {
  const { handler } = lambda({ env: accepting(makeKey('ann', ['docs:read'])) });
  const body = JSON.stringify({ jsonrpc: '2.0', id: 'not-to-be-read', method: 'tools/list', params: {} });
  const parse = jest.spyOn(JSON, 'parse');

  const { statusCode } = await handler(eventOf('function-url', { body, isBase64Encoded: false }), context(10_000));
  const read = parse.mock.calls.filter(([text]) => text.includes('not-to-be-read'));
  parse.mockRestore();

  expect([statusCode, read]).toEqual([401, []]);
});

describe('a call that takes longer than the function may', () => {
  it('ends as a call that took too long, before the platform ends the function', async () => {
    const { handler } = lambda({ toolsets: [LimitsToolset] });
    const remaining = context(1500);

    const result = await handler(call('http-api', 'slow'), remaining);

    expect([messagesOf(result.body), remaining.getRemainingTimeInMillis() > 100]).toEqual([
      [
        {
          jsonrpc: '2.0',
          id: 'mine',
          result: {
            content: [{ type: 'text', text: expect.stringMatching(/^The call did not finish within \d+ ms/) }],
            isError: true,
          },
        },
      ],
      true,
    ]);
  });

  it('keeps to CALL_TIMEOUT_MS where that is shorter', async () => {
    const { handler } = lambda({ toolsets: [LimitsToolset], env: { CALL_TIMEOUT_MS: '50' } });

    const result = await handler(call('http-api', 'slow'), context(10_000));

    expect(result.body).toContain('The call did not finish within 50 ms');
  });

  it('is answered by the function where nothing else ends it', async () => {
    @Controller('never')
    class NeverController {
      @All()
      never(@Res() _response: Response): void {}
    }
    const { handler } = lambda({ controllers: [NeverController] });
    const event = eventOf('function-url', { rawPath: '/never', body: '{"id":"mine"}', isBase64Encoded: false });

    const { statusCode, body } = await handler(event, context(1000));

    expect([statusCode, JSON.parse(body)]).toEqual([
      504,
      {
        jsonrpc: '2.0',
        id: 'mine',
        error: {
          code: -32000,
          message: 'The function has no time left for this request: ask for less, or have its timeout raised',
        },
      },
    ]);
  });
});
