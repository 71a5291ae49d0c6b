import { setTimeout as sleep } from 'node:timers/promises';
import { IsBoolean } from 'class-validator';
import { AccessPolicy, McpContext, ProtocolError, Public, Tool, ToolError, Toolset } from '../../src/index.js';
import { httpLegacy, httpModern, stdioLegacy, stdioModern } from '../support/combinations.js';
import { eventually } from '../support/eventually.js';
import { httpWire, stdioWire, type ModernWire, type WireMessage } from '../support/modern.wire.js';
import { serve } from '../support/serve.js';

class Confirmation {
  @IsBoolean() sure!: boolean;
}

/** The build goes on when the test says so. */
let finishBuild: () => void;
let built: Promise<void>;

@Public()
@Toolset()
class JobsToolset {
  @Tool({ name: 'build', description: 'Builds.', task: 'optional' })
  async build(ctx: McpContext): Promise<string> {
    await ctx.progress(1, 2, 'half done');
    await built;
    return 'Built.';
  }

  @Tool({ name: 'wait', description: 'Waits until it is cancelled.', task: 'required' })
  async wait(ctx: McpContext): Promise<string> {
    await sleep(20_000, undefined, { signal: ctx.signal });
    return 'Never.';
  }

  @Tool({ name: 'fail', description: 'Fails.', task: 'required' })
  fail(): never {
    throw new ToolError('It does not work.');
  }

  @Tool({ name: 'refuse', description: 'Fails as a request.', task: 'required' })
  refuse(): never {
    throw new ProtocolError(-32000, 'Not like this.', { hint: 'other' });
  }

  @Tool({ name: 'ask', description: 'Asks two things.', task: 'required' })
  async ask(ctx: McpContext): Promise<string> {
    const ask = (key: string) => ctx.elicit(key, { message: `${key}?`, schema: Confirmation });
    const [first, second] = await Promise.all([ask('first'), ask('second')]);
    return `${first.action} ${second.action}`;
  }

  @Tool({ name: 'ask_first', description: 'Asks in the call.', task: 'required', taskStart: 'manual' })
  async askFirst(ctx: McpContext): Promise<string> {
    const answer = await ctx.elicit('sure', { message: 'Sure?', schema: Confirmation });
    ctx.startTask();
    await sleep(20);
    return `went on after ${answer.action}`;
  }

  @Tool({ name: 'shortcut', description: 'Is done before it is a task.', task: 'optional', taskStart: 'manual' })
  shortcut(): string {
    return 'Done at once.';
  }
}

const TASKS = { extensions: { 'io.modelcontextprotocol/tasks': {} }, elicitation: {} };
const yes = { action: 'accept', content: { sure: true } };
const text = (value: string) => ({ content: [{ type: 'text', text: value }] });

async function wireTo(transport: string): Promise<ModernWire> {
  const { app, url } = await serve(JobsToolset).over(transport === 'stdio' ? stdioModern : httpModern);
  return transport === 'stdio' ? stdioWire(app) : httpWire(url);
}

describe.each(['stdio', 'http'])('tasks over %s', (transport) => {
  let wire: ModernWire;
  const call = (name: string, extra: object = {}, capabilities: object = TASKS): Promise<WireMessage> =>
    wire.ask('tools/call', { name, arguments: {}, ...extra }, capabilities);
  const taskOf = async (name: string): Promise<string> => (await call(name)).result?.['taskId'] as string;
  const get = async (taskId: string): Promise<Record<string, unknown>> =>
    (await wire.ask('tasks/get', { taskId }, TASKS)).result ?? {};

  beforeEach(async () => {
    built = new Promise((resolve) => (finishBuild = resolve));
    wire = await wireTo(transport);
  });

  afterEach(() => wire.close());

  it('begin with the task itself, which can be read at once', async () => {
    const { result } = await call('wait');
    expect(result).toMatchObject({
      resultType: 'task',
      taskId: expect.any(String),
      status: 'working',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      lastUpdatedAt: expect.any(String),
      ttlMs: 3_600_000,
      pollIntervalMs: 500,
    });
    expect(await get(result?.['taskId'] as string)).toMatchObject({ resultType: 'complete', status: 'working' });
  });

  it('end with the result of the tool, and show its progress on the way', async () => {
    const taskId = await taskOf('build');
    await eventually(async () =>
      expect(await get(taskId)).toMatchObject({ status: 'working', statusMessage: 'half done' }),
    );
    finishBuild();
    await eventually(async () =>
      expect(await get(taskId)).toMatchObject({ status: 'completed', result: text('Built.') }),
    );
  });

  it.each([
    ['fail', { status: 'completed', result: { ...text('It does not work.'), isError: true } }],
    ['refuse', { status: 'failed', error: { code: -32000, message: 'Not like this.', data: { hint: 'other' } } }],
  ])('end as the tool does: %s', async (name, outcome) => {
    const taskId = await taskOf(name);
    await eventually(async () => expect(await get(taskId)).toMatchObject(outcome));
  });

  it('stop when they are cancelled, and stay cancelled', async () => {
    const taskId = await taskOf('wait');
    const ack = await wire.ask('tasks/cancel', { taskId }, TASKS);
    expect(ack.result).toMatchObject({ resultType: 'complete' });
    expect(await get(taskId)).toMatchObject({ status: 'cancelled' });
    expect((await wire.ask('tasks/cancel', { taskId }, TASKS)).result).toMatchObject({ resultType: 'complete' });
    await sleep(30);
    expect(await get(taskId)).toMatchObject({ status: 'cancelled' });
  });

  it('ask inside the task, take answers one by one and ignore what they did not ask', async () => {
    const taskId = await taskOf('ask');
    await eventually(async () => expect(await get(taskId)).toMatchObject({ status: 'input_required' }));
    expect(Object.keys((await get(taskId))['inputRequests'] as object).sort()).toEqual(['first', 'second']);
    const answer = (inputResponses: object) => wire.ask('tasks/update', { taskId, inputResponses }, TASKS);
    await answer({ first: yes, unknown: { ignored: true }, second: { action: 'maybe' } });
    const waiting = await get(taskId);
    expect([waiting['status'], Object.keys(waiting['inputRequests'] as object)]).toEqual([
      'input_required',
      ['second'],
    ]);
    await answer({ second: { action: 'decline' } });
    await eventually(async () =>
      expect(await get(taskId)).toMatchObject({ status: 'completed', result: text('accept decline') }),
    );
  });

  it('may ask in the call before it becomes a task', async () => {
    const first = (await call('ask_first')).result as { inputRequests: object; requestState: string };
    expect(first).toMatchObject({
      resultType: 'input_required',
      inputRequests: { sure: { method: 'elicitation/create' } },
    });
    const { result } = await call('ask_first', { inputResponses: { sure: yes }, requestState: first.requestState });
    expect(result).toMatchObject({ resultType: 'task' });
    expect(result).not.toHaveProperty('requestState');
    await eventually(async () =>
      expect(await get(result?.['taskId'] as string)).toMatchObject({ result: text('went on after accept') }),
    );
  });

  it('are not begun by what is done before', async () => {
    expect((await call('shortcut')).result).toMatchObject({ resultType: 'complete', ...text('Done at once.') });
  });

  it('are for clients that declare them: an optional one runs in the call, a required one is refused', async () => {
    finishBuild();
    expect((await call('build', {}, {})).result).toMatchObject({ resultType: 'complete', ...text('Built.') });
    const missing = { requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } };
    expect((await call('wait', {}, {})).error).toMatchObject({ code: -32021, data: missing });
    expect((await wire.ask('tasks/get', { taskId: 'none' }, {})).error).toMatchObject({ code: -32021, data: missing });
  });

  it.each(['tasks/get', 'tasks/update', 'tasks/cancel'])(
    'row 12: that do not exist are refused: %s',
    async (method) => {
      const { error } = await wire.ask(method, { taskId: 'none' }, TASKS);
      expect(error).toMatchObject({ code: -32602, message: 'Unknown task: none' });
    },
  );

  it('tell whoever follows them of every change', async () => {
    const taskId = await taskOf('ask');
    const messages = await wire.follow(
      { notifications: { taskIds: [taskId, 'foreign'], toolsListChanged: true } },
      TASKS,
    );
    await eventually(() => expect(messages.length).toBeGreaterThanOrEqual(2));
    await wire.ask('tasks/update', { taskId, inputResponses: { first: yes, second: yes } }, TASKS);
    await eventually(() => expect(messages.at(-1)).toMatchObject({ params: { status: 'completed' } }));
    expect(messages[0]).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
      params: { notifications: { taskIds: [taskId], toolsListChanged: true } },
    });
    const notices = messages.slice(1).map(({ method, params }) => [method, params?.['taskId']]);
    expect(new Set(notices.map((notice) => JSON.stringify(notice)))).toEqual(
      new Set([JSON.stringify(['notifications/tasks', taskId])]),
    );
  });

  it('are not told to clients that do not declare them', async () => {
    const messages = await wire.follow({ notifications: { taskIds: ['any'] } }, {});
    await eventually(() => expect(messages[0]?.error).toMatchObject({ code: -32021 }));
  });
});

class Switch extends AccessPolicy {
  isOn = true;

  override allows(): Promise<boolean> {
    return Promise.resolve(this.isOn);
  }
}

it('tasks of a tool that the caller may not use any more are hidden', async () => {
  const policy = new Switch();
  const { app } = await serve(JobsToolset).providing({ provide: AccessPolicy, useValue: policy }).over(stdioModern);
  const wire = stdioWire(app);
  const { result } = await wire.ask('tools/call', { name: 'wait', arguments: {} }, TASKS);
  const taskId = result?.['taskId'] as string;
  expect(await wire.ask('tasks/get', { taskId }, TASKS)).toMatchObject({ result: { status: 'working' } });

  policy.isOn = false;

  for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
    const { error } = await wire.ask(method, { taskId, inputResponses: {} }, TASKS);
    expect(error).toMatchObject({ code: -32602, message: `Unknown task: ${taskId}` });
  }
  const messages = await wire.follow({ notifications: { taskIds: [taskId] } }, TASKS);
  await eventually(() => expect(messages.length).toBeGreaterThanOrEqual(1));
  expect(JSON.stringify(messages)).not.toContain(taskId);
  await wire.close();
});

describe.each([stdioLegacy, httpLegacy])('tasks over $name', (combination) => {
  it('do not exist: an optional one runs in the call, a required one says what it needs', async () => {
    const { client } = await serve(JobsToolset).over(combination);
    expect(client.capabilities()).not.toHaveProperty('extensions');
    built = Promise.resolve();
    expect(await client.call('build')).toEqual(text('Built.'));
    expect(await client.call('wait')).toEqual({
      ...text(
        'wait runs as a task only, which needs a client of protocol revision 2026-07-28 with the tasks extension.',
      ),
      isError: true,
    });
  });
});
