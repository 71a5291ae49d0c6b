import { Injectable } from '@nestjs/common';
import { Tool, Toolset } from '../../../src/index.js';
import { httpSessionsLegacy } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { serve } from '../../support/serve.js';
import { initialize, legacyMessage, post, type Answer } from '../auth/support/messages.js';

@Injectable()
class Gate {
  readonly waiting: (() => void)[] = [];
  open(): void {
    this.waiting.splice(0).forEach((pass) => pass());
  }
}

@Toolset()
class WaitingToolset {
  constructor(private readonly gate: Gate) {}

  @Tool({ description: 'x' })
  async wait(): Promise<string> {
    await new Promise<void>((resolve) => this.gate.waiting.push(resolve));
    return 'done';
  }
}

const wait = (id: number | string): object => legacyMessage('tools/call', { name: 'wait', arguments: {} }, id);
const IN_USE = {
  code: -32600,
  message: 'The id belongs to a request of this session that is not answered yet: give each request an id of its own',
};

describe('the id of a request', () => {
  async function session(revision = '2025-11-25') {
    const { url, app } = await serve(WaitingToolset).providing(Gate).over(httpSessionsLegacy);
    const opening = {
      ...initialize,
      params: { ...(initialize as { params: object }).params, protocolVersion: revision },
    };
    const { headers } = await post(`${url}/mcp`, opening);
    const own = { 'Mcp-Session-Id': headers.get('mcp-session-id')!, 'MCP-Protocol-Version': revision };
    const gate = app.get(Gate);
    const send = (message: unknown, more: RequestInit = {}): Promise<Answer> =>
      more.signal ? aborted(`${url}/mcp`, message, own, more.signal) : post(`${url}/mcp`, message, own);
    const arrived = (count = 1): Promise<void> => eventually(() => expect(gate.waiting).toHaveLength(count));
    return { send, gate, arrived };
  }

  async function aborted(url: string, body: unknown, headers: object, signal: AbortSignal): Promise<Answer> {
    const common = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
    const init = { method: 'POST', headers: { ...common, ...headers }, body: JSON.stringify(body), signal };
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  it('that is in use is refused, and the request that uses it is answered', async () => {
    const { send, gate, arrived } = await session();
    const first = send(wait(7));
    await arrived();

    const second = await send(wait(7));
    const other = send(wait('7'));
    await arrived(2);
    gate.open();

    expect([second.status, JSON.parse(second.body)]).toEqual([400, { jsonrpc: '2.0', id: 7, error: IN_USE }]);
    expect((await first).body).toContain('done');
    expect((await other).body).toContain('done');
  });

  it('may be used again once it is answered, refused or cancelled', async () => {
    const { send, gate, arrived } = await session();
    const pending = send(wait(1));
    await arrived();
    await send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    const again = send(wait(1));
    await arrived(2);
    gate.open();

    expect((await again).body).toContain('done');
    expect((await send(legacyMessage('ping', {}, 1))).status).toBe(200);
    expect((await send(legacyMessage('no/such', {}, 1))).body).toContain('-32601');
    expect((await send(legacyMessage('ping', {}, 1))).status).toBe(200);
    void pending.catch(() => undefined);
  });

  it('stays in use when the client goes away, since the request goes on', async () => {
    const { send, gate, arrived } = await session();
    const gone = new AbortController();
    const left = send(wait(2), { signal: gone.signal }).catch(() => undefined);
    await arrived();
    gone.abort();
    await left;

    const second = await send(wait(2));
    gate.open();

    expect([second.status, JSON.parse(second.body)]).toMatchObject([400, { error: IN_USE }]);
    await eventually(() => expect(gate.waiting).toHaveLength(0));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await send(legacyMessage('ping', {}, 2))).status).toBe(200);
  });

  it('is refused when it is in a batch twice, and nothing of the batch runs', async () => {
    const { send, gate } = await session('2025-03-26');

    const { status, body } = await send([wait(1), wait(2), wait(1)]);

    expect([status, JSON.parse(body), gate.waiting.length]).toMatchObject([400, { id: 1, error: IN_USE }, 0]);
  });
});
