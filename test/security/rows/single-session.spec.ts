import { httpModern } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from '../auth/support/api-key.js';
import { EventStream } from '../auth/support/event-stream.js';
import { initialize, legacyMessage, post, send } from '../auth/support/messages.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';

const ann = makeKey('ann', ['*']);
const key = { 'X-API-Key': ann.key };

async function started(): Promise<string> {
  const env = { TRANSPORT: 'sse,http', HTTP_SESSIONS: 'on', ...accepting(ann) };
  return (await serve(OrdersToolset).settings(env).sending(key).over(httpModern)).url;
}

const list = legacyMessage('tools/list');

describe('row 8: there is no fallback to the only session, not even for its owner', () => {
  it.each(['', '?', '?sessionId', '?sessionId=', '?session_id=x', '?sessionId=a&sessionId=b', '?sessionId[]=a'])(
    'POST /messages%s → 400',
    async (query) => {
      const url = await started();
      const stream = await EventStream.open(url, key);

      const { status } = await post(`${url}/messages${query}`, list, key);
      stream.close();

      expect(status).toBe(400);
      expect(stream.received).not.toContain('orders_');
    },
  );

  it('a message without Mcp-Session-Id, a stream and a DELETE → 400', async () => {
    const url = await started();
    await post(`${url}/mcp`, initialize, key);

    const answers = [
      await post(`${url}/mcp`, list, key),
      await send(`${url}/mcp`, { headers: { ...key, Accept: 'text/event-stream' } }),
      await send(`${url}/mcp`, { method: 'DELETE', headers: key }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  });
});

describe('row 11: replay is scoped to the session', () => {
  it('of a session with the Last-Event-ID of another principal → 400, and no byte of it', async () => {
    const bob = makeKey('bob', ['*']);
    const { url } = await serve(OrdersToolset)
      .settings({ HTTP_SESSIONS: 'on', ...accepting(ann, bob) })
      .sending(key)
      .over(httpModern);
    const session = async (who: Record<string, string>): Promise<Record<string, string>> => {
      const { headers } = await post(`${url}/mcp`, initialize, who);
      return { ...who, 'Mcp-Session-Id': headers.get('mcp-session-id')!, 'MCP-Protocol-Version': '2025-11-25' };
    };
    const [mine, foreign] = [await session(key), await session({ 'X-API-Key': bob.key })];
    const call = legacyMessage('tools/call', { name: 'orders_whoami', arguments: {} });
    const { body } = await post(`${url}/mcp`, call, foreign);
    const [, id = ''] = /^id: (\S+)$/m.exec(body) ?? [];
    const replay = (who: Record<string, string>) =>
      send(`${url}/mcp`, { headers: { ...who, Accept: 'text/event-stream', 'Last-Event-ID': id } });

    const [stolen, own] = [await replay(mine), await replay(foreign)];

    expect([id === '', stolen.status, own.status]).toEqual([false, 400, 200]);
    expect([stolen.body.includes('bob'), own.body.includes('bob')]).toEqual([false, true]);
  });
});
