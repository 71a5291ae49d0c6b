import { IsString } from 'class-validator';
import { McpContext, Public, Tool, Toolset } from '../../../src/index.js';
import { httpModern, httpSessionsLegacy, sse, type Combination } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from '../auth/support/api-key.js';
import { initialize, legacyMessage, modernHeaders, modernMessage, post, send } from '../auth/support/messages.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';
import { EventStream } from '../auth/support/event-stream.js';
import { callsIn, newAuditFile, recordsIn, type Found } from './audit.file.js';
import { AuditedToolset } from './audited.toolset.js';

class Name {
  @IsString() name!: string;
}

@Public()
@Toolset()
class AskingToolset {
  @Tool({ description: 'Asks.' })
  async ask(context: McpContext): Promise<string> {
    return (await context.elicit('name', { message: 'Who?', schema: Name })).action;
  }
}

const anonymous = { subject: 'anonymous', method: 'anonymous' };

async function started(combination: Combination): Promise<{ url: string; file: string }> {
  const file = newAuditFile();
  const { url } = await serve(AuditedToolset, AskingToolset).settings({ AUDIT_LOG: file }).over(combination);
  return { url: `${url}/mcp`, file };
}

const edge = (method: string, status: number, reason: string): Found => ({
  event: 'edge',
  outcome: 'refused',
  transport: 'http',
  principal: anonymous,
  http: { method, path: '/mcp', status },
  reason,
});

const STREAM = { headers: { Accept: 'text/event-stream' } };

describe('what is refused for its form leaves one record', () => {
  it.each<[string, Combination, (url: string) => Promise<unknown>, Found]>([
    [
      'headers that contradict the body',
      httpModern,
      (url) => post(url, modernMessage('tools/list'), modernHeaders('tools/call', 'pay')),
      edge('POST', 400, 'header_mismatch'),
    ],
    [
      'a header that is missing',
      httpModern,
      (url) => post(url, modernMessage('tools/list'), { 'MCP-Protocol-Version': '2026-07-28' }),
      edge('POST', 400, 'header_mismatch'),
    ],
    [
      'a method that nobody offers',
      httpModern,
      (url) => post(url, modernMessage('no/such'), modernHeaders('no/such')),
      edge('POST', 404, 'unknown_method'),
    ],
    [
      'a method of HTTP that has no meaning',
      httpModern,
      (url) => send(url, STREAM),
      edge('GET', 405, 'method_not_allowed'),
    ],
    ['PUT', httpModern, (url) => send(url, { method: 'PUT' }), edge('PUT', 405, 'method_not_allowed')],
    [
      'an answer that the client does not accept',
      httpSessionsLegacy,
      (url) => post(url, initialize, { Accept: 'text/plain' }),
      edge('POST', 406, 'not_acceptable'),
    ],
  ])('%s', async (_what, combination, ask, expected) => {
    const { url, file } = await started(combination);

    await ask(url);

    await eventually(() => expect(recordsIn(file)).toEqual([expect.objectContaining(expected)]));
  });

  it('with the id of the request, where it has one', async () => {
    const { url, file } = await started(httpModern);

    await post(url, modernMessage('tools/list', {}, 'mine'), modernHeaders('tools/call', 'pay'));

    await eventually(() => expect(recordsIn(file)).toMatchObject([{ requestId: 'mine', remoteAddress: '127.0.0.1' }]));
  });

  it('a second stream of a session', async () => {
    const { url, file } = await started(httpSessionsLegacy);
    const { headers } = await post(url, initialize);
    const own = { headers: { ...STREAM.headers, 'Mcp-Session-Id': headers.get('mcp-session-id')! } };
    const abort = new AbortController();
    await fetch(url, { ...own, signal: abort.signal });

    const { status } = await send(url, own);
    abort.abort();

    await eventually(() => expect(callsIn(file)).toEqual([expect.objectContaining(edge('GET', 409, 'conflict'))]));
    expect(status).toBe(409);
  });

  it('a call that has its own record leaves no other, whatever the HTTP status is', async () => {
    const { url, file } = await started(httpModern);

    const { status } = await post(
      url,
      modernMessage('tools/call', { name: 'ask' }),
      modernHeaders('tools/call', 'ask'),
    );

    await eventually(() =>
      expect(callsIn(file)).toEqual([
        expect.objectContaining({
          event: 'call',
          capability: 'ask',
          outcome: 'refused',
          reason: 'missing_client_capability',
        }),
      ]),
    );
    expect(status).toBe(400);
  });
});

describe('a call with too few scopes', () => {
  const ann = makeKey('ann', ['orders:read']);
  const header = { 'X-API-Key': ann.key };
  const called = { method: 'tools/call', capability: 'orders_write', principal: { subject: 'ann' } };
  const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string;

  async function withKey(combination: Combination): Promise<{ url: string; file: string }> {
    const file = newAuditFile();
    const { url } = await serve(OrdersToolset)
      .settings({ ...accepting(ann), AUDIT_LOG: file })
      .sending(header)
      .over(combination);
    return { url, file };
  }

  it.each<[string, Combination, (url: string) => Promise<unknown>]>([
    [
      'over HTTP',
      httpModern,
      (url) =>
        post(`${url}/mcp`, modernMessage('tools/call', { name: 'orders_write', arguments: { id: 1 } }, 7), {
          ...header,
          ...modernHeaders('tools/call', 'orders_write'),
        }),
    ],
    [
      'in a batch',
      httpModern,
      (url) =>
        post(
          `${url}/mcp`,
          [
            legacyMessage('ping', {}, 1),
            legacyMessage('tools/call', { name: 'orders_write', arguments: { id: 1 } }, 7),
          ],
          header,
        ),
    ],
    [
      'over HTTP+SSE',
      sse,
      async (url) => {
        const stream = await EventStream.open(url, header);
        const message = legacyMessage('tools/call', { name: 'orders_write', arguments: { id: 1 } }, 7);
        await post(stream.endpoint!, message, header);
        stream.close();
      },
    ],
  ])('%s is recorded with what it asked for', async (_what, combination, ask) => {
    const { url, file } = await withKey(combination);

    await ask(url);

    await eventually(() =>
      expect(recordsIn(file)).toMatchObject([
        {
          ...called,
          event: 'edge',
          reason: 'insufficient_scope',
          requestId: 7,
          arguments: digest,
          http: { status: 403 },
        },
      ]),
    );
  });
});
