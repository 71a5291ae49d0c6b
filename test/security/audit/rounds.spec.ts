import { IsString } from 'class-validator';
import { McpContext, ProtocolError, Tool, Toolset } from '../../../src/index.js';
import { httpModern } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { exchange } from '../../support/post.js';
import { serve } from '../../support/serve.js';
import { callsIn, newAuditFile } from './audit.file.js';

class Name {
  @IsString() name!: string;
}

@Toolset()
class SlowToolset {
  @Tool({ description: 'Asks.' })
  async asks(ctx: McpContext): Promise<string> {
    const { content } = await ctx.elicit('name', { message: 'Who?', schema: Name });
    return `Hello ${content?.name}`;
  }

  @Tool({ description: 'Runs as a task.', task: 'optional' })
  works(): string {
    return 'done';
  }

  @Tool({ description: 'Fails as a task.', task: 'optional' })
  breaks(): never {
    throw new ProtocolError(-32602, 'no');
  }

  @Tool({ description: 'Runs until it is cancelled.', task: 'optional' })
  lasts(ctx: McpContext): Promise<string> {
    return new Promise((resolve) => ctx.signal.addEventListener('abort', () => resolve('stopped')));
  }
}

const CAPABILITIES = { elicitation: {}, extensions: { 'io.modelcontextprotocol/tasks': {} } };

type Result = Readonly<Record<string, unknown>>;

async function send(url: string, method: string, params: Result): Promise<Result> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': CAPABILITIES,
  };
  const name = params['name'] ?? params['taskId'];
  const { message } = await exchange(
    `${url}/mcp`,
    { jsonrpc: '2.0', id: 'one', method, params: { ...params, _meta } },
    { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method, 'Mcp-Name': String(name) },
  );
  return (message.result ?? message.error) as Result;
}

async function audited(): Promise<{ url: string; file: string }> {
  const file = newAuditFile();
  const { url } = await serve(SlowToolset).settings({ AUDIT_LOG: file }).over(httpModern);
  return { url, file };
}

describe('the audit of a call that takes several rounds', () => {
  it('has each of them', async () => {
    const { url, file } = await audited();

    const { requestState } = await send(url, 'tools/call', { name: 'asks' });
    const inputResponses = { name: { action: 'accept', content: { name: 'Ada' } } };
    await send(url, 'tools/call', { name: 'asks', requestState, inputResponses });

    await eventually(() => expect(callsIn(file).map(({ outcome }) => outcome)).toEqual(['input_required', 'ok']));
  });

  it('row 12: has the refusal of a state that was made up', async () => {
    const { url, file } = await audited();

    await send(url, 'tools/call', { name: 'asks', requestState: 'made-up' });

    await eventually(() =>
      expect(callsIn(file)).toMatchObject([{ capability: 'asks', outcome: 'refused', reason: 'invalid_params' }]),
    );
  });
});

describe('the audit of a task', () => {
  it.each([
    ['works', { outcome: 'ok' }],
    ['breaks', { outcome: 'refused', reason: 'invalid_params' }],
  ])('has the call and the outcome: %s', async (name, outcome) => {
    const { url, file } = await audited();

    const { taskId } = await send(url, 'tools/call', { name });

    const common = { method: 'tools/call', capability: name, taskId };
    await eventually(() =>
      expect(callsIn(file).sort((a, b) => String(a['event']).localeCompare(String(b['event'])))).toMatchObject([
        { ...common, event: 'call', outcome: 'task' },
        { ...common, event: 'task', ...outcome },
      ]),
    );
  });

  it('has who looked at it and who cancelled it', async () => {
    const { url, file } = await audited();

    const { taskId } = await send(url, 'tools/call', { name: 'lasts' });
    await send(url, 'tasks/get', { taskId: String(taskId) });
    await send(url, 'tasks/cancel', { taskId: String(taskId) });

    const seen = (): unknown[] => callsIn(file).map(({ event, method, outcome }) => [event, method, outcome].join(' '));
    await eventually(() =>
      expect(seen().sort()).toEqual([
        'call tasks/cancel ok',
        'call tasks/get ok',
        'call tools/call task',
        'task tools/call cancelled',
      ]),
    );
  });

  it('has the refusal of a task that is unknown or not the caller’s', async () => {
    const { url, file } = await audited();

    await send(url, 'tasks/get', { taskId: 'nothing' });

    await eventually(() =>
      expect(callsIn(file)).toMatchObject([{ method: 'tasks/get', outcome: 'refused', reason: 'unknown_task' }]),
    );
  });
});
