import { httpModern, httpSessionsLegacy, sse, type Combination } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { post } from '../../support/post.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from '../auth/support/api-key.js';
import { callsIn, newAuditFile, type Found } from './audit.file.js';
import { AuditedToolset } from './audited.toolset.js';

const TOKEN = 'a-token-that-is-not-known-7';
const SESSION = '0e8b1f3a-7a51-4f0b-9d5e-5a1f0f6f2a11';
const ping = { jsonrpc: '2.0', id: 7, method: 'ping' };

interface Refused {
  readonly path?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly settings?: Record<string, string>;
}

async function refusedBy(combination: Combination, { path, body, headers, settings }: Refused): Promise<string> {
  const file = newAuditFile();
  const { url } = await serve(AuditedToolset)
    .settings({ AUDIT_LOG: file, ...settings })
    .over(combination);
  await post(`${url}${path ?? '/mcp'}`, body ?? ping, headers);
  return file;
}

describe('a request that the edge refuses leaves a record', () => {
  const anonymous = { subject: 'anonymous', method: 'anonymous' };
  const http = (status: number, path = '/mcp'): Found => ({ http: { method: 'POST', path, status } });

  it.each<[string, Combination, Refused, Found]>([
    ['403: a foreign host', httpModern, { headers: { Host: 'evil.example' } }, { ...http(403), reason: 'forbidden' }],
    ['403: a foreign origin', httpModern, { headers: { Origin: 'https://evil.example' } }, { ...http(403) }],
    ['400: no JSON', httpModern, { body: '{' }, { ...http(400), reason: 'parse_error' }],
    ['400: no JSON-RPC', httpModern, { body: { id: 7 } }, { ...http(400), reason: 'invalid_request', requestId: 7 }],
    [
      '413: too large a message',
      httpModern,
      { body: 'x'.repeat(3000), settings: { MAX_BODY_BYTES: '2048' } },
      { ...http(413), reason: 'too_large' },
    ],
    ['415: another type', httpModern, { headers: { 'Content-Type': 'text/plain' } }, { ...http(415) }],
    [
      '404: an unknown session',
      httpSessionsLegacy,
      { headers: { 'Mcp-Session-Id': SESSION } },
      { ...http(404), reason: 'unknown_session', sessionId: SESSION },
    ],
    [
      '404: an unknown session of HTTP+SSE',
      sse,
      { path: `/messages?sessionId=${SESSION}` },
      { ...http(404, '/messages'), transport: 'sse', reason: 'unknown_session', sessionId: SESSION },
    ],
    [
      '429: too many sessions',
      httpSessionsLegacy,
      {
        settings: { MAX_SESSIONS_PER_PRINCIPAL: '1' },
        body: {
          jsonrpc: '2.0',
          id: 1,
          method: 'initialize',
          params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
        },
      },
      { ...http(429), reason: 'session_limit' },
    ],
  ])('%s', async (_what, combination, request, expected) => {
    const file = await refusedBy(combination, request);

    await eventually(() =>
      expect(callsIn(file)).toMatchObject([{ event: 'edge', outcome: 'refused', principal: anonymous }]),
    );
    const { requestId, sessionId, ...common } = expected;
    expect(callsIn(file)).toMatchObject([common]);
    void [requestId, sessionId];
  });

  it('401: an unknown credential, which is not in it', async () => {
    const known = makeKey('ann', ['*']);
    const file = newAuditFile();
    const { url } = await serve(AuditedToolset)
      .settings({ AUDIT_LOG: file, ...accepting(known) })
      .sending({ Authorization: `Bearer ${known.key}` })
      .over(httpModern);

    await post(`${url}/mcp?access_token=${TOKEN}`, ping);
    await post(`${url}/mcp`, ping, { Authorization: `Bearer ${TOKEN}` });
    await post(`${url}/mcp`, ping, { 'X-API-Key': TOKEN });

    await eventually(() =>
      expect(callsIn(file)).toMatchObject(
        Array.from({ length: 3 }, () => ({ ...http(401), reason: 'unauthenticated', principal: anonymous })),
      ),
    );
    expect(JSON.stringify(callsIn(file))).not.toContain(TOKEN);
  });

  it('and so is a call with a key recorded under the name of the key', async () => {
    const known = makeKey('ann', ['*'], { tenant: 'north' });
    const file = newAuditFile();
    const { client } = await serve(AuditedToolset)
      .settings({ AUDIT_LOG: file, ...accepting(known) })
      .sending({ Authorization: `Bearer ${known.key}` })
      .over(httpModern);

    await client.call('pay', { order: 'SO-1' });

    await eventually(() =>
      expect(callsIn(file).at(-1)).toMatchObject({
        principal: { subject: 'ann', method: 'api-key', tenant: 'north', keyId: known.entry['id'] },
      }),
    );
  });
});
