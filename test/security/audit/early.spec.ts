import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { endChildren } from '../../process/support/child.js';
import { initialize, NetworkChild } from '../../process/support/network.js';
import { eventually } from '../../support/eventually.js';
import { newAuditFile, recordsIn, verify, type Found } from './audit.file.js';

afterEach(endChildren);

async function started(env: Record<string, string> = {}): Promise<{ server: NetworkChild; file: string }> {
  const file = newAuditFile();
  return { file, server: await NetworkChild.start({ env: { AUDIT_LOG: file, ...env } }) };
}

/** What the server answers to bytes on a connection of their own, until it closes that. */
async function said(port: number, ...parts: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const part of parts) {
    socket.write(part);
    await sleep(50);
  }
  await closed;
  return text;
}

const record = (status: number, reason: string, http: Found = { method: '', path: '' }): Found => ({
  event: 'edge',
  outcome: 'refused',
  principal: { subject: 'anonymous', method: 'anonymous' },
  remoteAddress: '127.0.0.1',
  reason,
  http: { ...http, status },
});

const POST = 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const posted = { method: 'POST', path: '/mcp' };

describe('what the HTTP server itself refuses leaves one record', () => {
  it.each<[string, string[], Found]>([
    [
      '431: big headers',
      [`GET /mcp HTTP/1.1\r\nHost: localhost\r\nX-Big: ${'x'.repeat(17_000)}\r\n\r\n`],
      record(431, 'headers_too_large'),
    ],
    ['400: no HTTP', ['HELO polyport\r\n\r\n'], record(400, 'invalid_request')],
    ['400: no Host', ['POST /mcp?key=x HTTP/1.1\r\n\r\n'], record(400, 'invalid_request', posted)],
    [
      '400: a body that is no body',
      [`${POST}Transfer-Encoding: chunked\r\n\r\n`, 'no length\r\n'],
      record(400, 'invalid_request', posted),
    ],
    [
      '417: an expectation',
      [`${POST}Expect: everything\r\nConnection: close\r\n\r\n`],
      record(417, 'expectation_failed', posted),
    ],
  ])('%s', async (_what, parts, expected) => {
    const { server, file } = await started();

    const answer = await said(server.port, ...parts);
    // Whatever else would be recorded stands before this.
    await server.post('no JSON');

    const { status } = expected['http'] as { status: number };
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    await eventually(() =>
      expect(recordsIn(file)).toMatchObject([expected, { http: { ...posted, status: 400 }, reason: 'parse_error' }]),
    );
    expect(server.strayLines).toEqual([]);
  });

  it('503: a connection beyond the limit', async () => {
    const { server, file } = await started({ MAX_CONNECTIONS: '1' });
    const idle: Socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    await new Promise((resolve) => idle.once('connect', resolve));

    const answer = await said(server.port, 'GET /health/live?token=x HTTP/1.1\r\nHost: localhost\r\n\r\n');
    idle.destroy();

    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    await eventually(() =>
      expect(recordsIn(file)).toMatchObject([record(503, 'unavailable', { method: 'GET', path: '/health/live' })]),
    );
  });

  it('and a flood of it a chain in order, while others are served', async () => {
    const { server, file } = await started();

    await Promise.all(Array.from({ length: 200 }, () => said(server.port, 'HELO polyport\r\n\r\n')));

    expect((await server.post(initialize())).status).toBe(200);
    await eventually(() => expect(recordsIn(file)).toHaveLength(200));
    expect(await verify(file)).toMatchObject({ records: 200, torn: 0 });
  });

  it('and a connection that breaks none', async () => {
    const { server, file } = await started();
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('GET /mcp HTT');
    socket.resetAndDestroy();

    await server.post('no JSON');

    await eventually(() => expect(recordsIn(file)).toMatchObject([{ reason: 'parse_error' }]));
  });
});
