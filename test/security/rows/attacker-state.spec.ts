import { IsString } from 'class-validator';
import { McpContext, Prompt, Public, Resource, Tool, Toolset } from '../../../src/index.js';
import { httpModern, stdioModern } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { stdioWire } from '../../support/modern.wire.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from '../auth/support/api-key.js';
import { modernHeaders, modernMessage, post } from '../auth/support/messages.js';

class Name {
  @IsString() name!: string;
}

@Public()
@Toolset()
class AskingToolset {
  @Tool({ description: 'Asks.', name: 'ask' })
  async ask(ctx: McpContext): Promise<string> {
    const { content } = await ctx.elicit('name', { message: 'Who?', schema: Name });
    return `Hello ${content?.name}`;
  }

  @Tool({ description: 'Asks as well.', name: 'ask_too' })
  askToo(ctx: McpContext): Promise<string> {
    return this.ask(ctx);
  }

  @Prompt({ description: 'A prompt of the same name.', name: 'ask' })
  prompt(ctx: McpContext): Promise<string> {
    return this.ask(ctx);
  }

  @Resource({ uri: 'ask://it', description: 'Asks.', name: 'ask' })
  resource(ctx: McpContext): Promise<string> {
    return this.ask(ctx);
  }

  @Tool({ description: 'Runs until it is cancelled.', name: 'wait', task: 'required' })
  wait(ctx: McpContext): Promise<string> {
    return new Promise((resolve) => ctx.signal.addEventListener('abort', () => resolve('stopped')));
  }
}

const CAPABILITIES = { elicitation: {}, extensions: { 'io.modelcontextprotocol/tasks': {} } };
const ann = makeKey('ann', ['*'], { tenant: 'north' });
const others = {
  'another subject': makeKey('bob', ['*'], { tenant: 'north' }),
  'the same subject of another tenant': makeKey('ann', ['*'], { tenant: 'south' }),
  'the same subject with another client': makeKey('ann', ['*'], { tenant: 'north', clientId: 'other' }),
};
const second = makeKey('ann', ['*'], { tenant: 'north' });

interface Reply {
  readonly code?: number;
  readonly message?: string;
  readonly requestState?: string;
  readonly taskId?: string;
  readonly status?: string;
}

type Ask = (method: string, params: Record<string, unknown>, key?: string) => Promise<Reply>;

async function overHttp(): Promise<Ask> {
  const { url } = await serve(AskingToolset)
    .settings(accepting(ann, second, ...Object.values(others)))
    .sending({ 'X-API-Key': ann.key })
    .over(httpModern);
  return async (method, params, key = ann.key) => {
    const message = modernMessage(method, params) as { params: { _meta: object } };
    Object.assign(message.params._meta, { 'io.modelcontextprotocol/clientCapabilities': CAPABILITIES });
    const name = (params['name'] ?? params['uri'] ?? params['taskId']) as string;
    const { body } = await post(`${url}/mcp`, message, { ...modernHeaders(method, name), 'X-API-Key': key });
    const { result, error } = JSON.parse(body.replace(/^.*?^data: (?=\{)/ms, '')) as { result?: Reply; error?: Reply };
    return (result ?? error)!;
  };
}

async function overStdio(): Promise<Ask> {
  const { app } = await serve(AskingToolset).over(stdioModern);
  const wire = stdioWire(app);
  ends.push(() => wire.close());
  return async (method, params) => {
    const { result, error } = await wire.ask(method, params, CAPABILITIES);
    return (result ?? error) as Reply;
  };
}

const ends: (() => Promise<void>)[] = [];
// Registered behind those of `serve`, and run before them.
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const answered = (requestState: string | undefined) => ({
  arguments: {},
  requestState,
  inputResponses: { name: { action: 'accept', content: { name: 'Ada' } } },
});
const INVALID = { code: -32602, message: 'Invalid or expired requestState: start again without it' };

/** The state with one bit of one of its characters turned over, where that still makes a character of its alphabet. */
function flipped(state: string, index: number): string {
  const code = state.charCodeAt(index);
  const other = [1, 2, 4, 8, 16, 32].map((bit) => String.fromCharCode(code ^ bit)).find((c) => /[\w-]/.test(c));
  return `${state.slice(0, index)}${other ?? '_'}${state.slice(index + 1)}`;
}

describe.each([
  ['HTTP', overHttp],
  ['stdio', overStdio],
])('row 12: requestState over %s is attacker input', (_transport, open) => {
  it('a flipped bit anywhere → -32602', async () => {
    const ask = await open();
    const { requestState = '' } = await ask('tools/call', { name: 'ask', arguments: {} });
    const places = Array.from({ length: 40 }, (_, step) => Math.floor((step * (requestState.length - 1)) / 39));

    const accepted: string[] = [];
    for (const place of places) {
      const state = flipped(requestState, place);
      const { code } = await ask('tools/call', { name: 'ask', ...answered(state) });
      // The last character of base64url has bits that mean nothing.
      if (code !== -32602 && place < requestState.length - 1) accepted.push(state);
    }

    expect(requestState.length).toBeGreaterThan(80);
    expect(accepted).toEqual([]);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['another tool', 'tools/call', { name: 'ask_too' }],
    ['a prompt of the same name', 'prompts/get', { name: 'ask' }],
    ['a resource of the same name', 'resources/read', { uri: 'ask://it' }],
  ])('%s → -32602', async (_other, method, params) => {
    const ask = await open();
    const { requestState } = await ask('tools/call', { name: 'ask', arguments: {} });

    expect(await ask(method, { ...params, ...answered(requestState) })).toMatchObject(INVALID);
  });

  it.each(['', 'made-up', 'x'.repeat(100_000), 'e30.e30.e30', '../../etc/passwd', '__proto__'])(
    'what is no state → -32602: %s',
    async (state) => {
      const ask = await open();

      expect(await ask('tools/call', { name: 'ask', ...answered(state) })).toMatchObject(INVALID);
    },
  );

  it('an expired one → -32602', async () => {
    const ask = await open();
    const { requestState } = await ask('tools/call', { name: 'ask', arguments: {} });
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + 2 * 3_600_000);

    const late = await ask('tools/call', { name: 'ask', ...answered(requestState) });
    jest.restoreAllMocks();

    expect(late).toMatchObject(INVALID);
  });

  it.each(['tasks/get', 'tasks/update', 'tasks/cancel'])(
    'a task id that is made up → -32602 from %s',
    async (method) => {
      const ask = await open();
      const taskId = 'c0ffee00-0000-4000-8000-000000000000';

      expect(await ask(method, { taskId, inputResponses: {} })).toMatchObject({
        code: -32602,
        message: `Unknown task: ${taskId}`,
      });
    },
  );
});

describe('row 12: between principals', () => {
  it.each(Object.entries(others))('the requestState of %s → -32602', async (_who, { key }) => {
    const ask = await overHttp();
    const { requestState } = await ask('tools/call', { name: 'ask', arguments: {} });

    const [foreign, own] = [
      await ask('tools/call', { name: 'ask', ...answered(requestState) }, key),
      await ask('tools/call', { name: 'ask', ...answered(requestState) }, second.key),
    ];

    expect([foreign, own]).toMatchObject([INVALID, { content: [{ text: 'Hello Ada' }] }]);
  });

  it.each(Object.entries(others))('the task of %s is unknown, and goes on', async (_who, { key }) => {
    const ask = await overHttp();
    const { taskId } = await ask('tools/call', { name: 'wait', arguments: {} });

    const foreign = [];
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
      foreign.push(await ask(method, { taskId, inputResponses: {} }, key));
    }
    const own = await ask('tasks/get', { taskId });
    await ask('tasks/cancel', { taskId });

    const unknown = { code: -32602, message: `Unknown task: ${taskId}` };
    expect(foreign).toMatchObject([unknown, unknown, unknown]);
    expect(own.status).toBe('working');
    await eventually(async () => expect((await ask('tasks/get', { taskId })).status).toBe('cancelled'));
  });
});
