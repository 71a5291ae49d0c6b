import { setTimeout } from 'node:timers/promises';
import { All, Controller, Res } from '@nestjs/common';
import type { Response } from 'express';
import { McpContext, toFetch, Tool, Toolset } from '../../src/index.js';
import { newAuditFile, recordsIn } from '../security/audit/audit.file.js';
import { eventOf } from './support/documents.js';
import { application, lambda } from './support/functions.js';

@Toolset()
class WaitingToolset {
  @Tool({ description: 'Waits.' })
  async wait(ctx: McpContext): Promise<string> {
    await setTimeout(300, undefined, { signal: ctx.signal }).catch(() => undefined);
    return 'waited';
  }
}

@Controller()
class BrokenController {
  @All('never')
  never(@Res() _response: Response): void {}

  @All('half')
  half(@Res() response: Response): void {
    response.type('text').write('half');
  }

  @All('gone')
  gone(@Res() response: Response): void {
    response.destroy();
  }

  @All('cut')
  cut(@Res() response: Response): void {
    response.type('text').write('cut');
    setImmediate(() => response.destroy());
  }
}

const POSTED = { method: 'POST', path: '/mcp' };

const CALL = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'wait', arguments: {} } });

const contextOf = (ms: number) => {
  const end = Date.now() + ms;
  return { getRemainingTimeInMillis: () => end - Date.now() };
};

const functionOver = (AUDIT_LOG: string, env: Record<string, string> = {}) =>
  lambda({ toolsets: [WaitingToolset], controllers: [BrokenController], env: { AUDIT_LOG, ...env } });

describe('what a function refuses before the application hears of it leaves one record', () => {
  it.each([
    ['400: no Host', { headers: { host: undefined } }, 'invalid_request', POSTED],
    [
      '400: a method of its own',
      { requestContext: { http: { method: 'X'.repeat(300) } } },
      'invalid_request',
      { ...POSTED, method: `${'X'.repeat(256)}…` },
    ],
    ['400: a header with a line break', { headers: { 'x-a': 'b\r\nc' } }, 'invalid_request', POSTED],
    ['431: big headers', { headers: { 'x-a': 'b'.repeat(17_000) } }, 'headers_too_large', POSTED],
  ])('%s', async (what, change, reason, http) => {
    const file = newAuditFile();
    const status = Number(what.slice(0, 3));

    const answer = await functionOver(file).handler(eventOf('function-url', change));

    expect(answer.statusCode).toBe(status);
    expect(recordsIn(file)).toMatchObject([
      { event: 'edge', outcome: 'refused', reason, remoteAddress: '198.51.100.7', http: { ...http, status } },
    ]);
  });

  it('503: more than it has room for', async () => {
    const file = newAuditFile();
    const { handler } = functionOver(file, { MAX_CONNECTIONS: '1' });
    const calling = (): object => eventOf('function-url', { body: CALL, isBase64Encoded: false });

    const [served, refused] = await Promise.all([handler(calling()), handler(calling())]);

    expect([served.statusCode, refused.statusCode, refused.headers?.['retry-after']]).toEqual([200, 503, '5']);
    expect(recordsIn(file)).toMatchObject([
      { event: 'edge', outcome: 'refused', reason: 'unavailable', http: { ...POSTED, status: 503 } },
      { event: 'call', outcome: 'ok', capability: 'wait' },
    ]);
  });
});

describe('what a function answers by itself leaves one record', () => {
  it.each([
    ['504: nothing in time', '/never', 'timeout', 'time_limit'],
    ['504: the half of an answer in time', '/half', 'timeout', 'time_limit'],
    ['500: an answer that was given up', '/gone', 'error', 'internal'],
    ['500: an answer that was cut off', '/cut', 'error', 'internal'],
  ])('%s', async (what, path, outcome, reason) => {
    const file = newAuditFile();
    const { handler } = functionOver(file);
    await handler(eventOf('function-url'));
    const status = Number(what.slice(0, 3));

    const answer = await handler(eventOf('function-url', { rawPath: path }), contextOf(500));

    expect(answer.statusCode).toBe(status);
    expect(recordsIn(file)).toMatchObject([{ event: 'edge', outcome, reason, http: { method: 'POST', path, status } }]);
  });

  it('500 to a web request', async () => {
    const file = newAuditFile();
    const env = { AUDIT_LOG: file, ALLOWED_HOSTS: 'mcp.example.com' };
    const { fetch, close } = toFetch(application({ controllers: [BrokenController], env }).boot);

    const response = await fetch(new Request('https://mcp.example.com/gone'));
    await response.text();
    await close();

    expect(response.status).toBe(500);
    expect(recordsIn(file)).toMatchObject([{ event: 'edge', http: { method: 'GET', path: '/gone', status: 500 } }]);
  });

  it('and none beside that of a call, which tells of its own end', async () => {
    const file = newAuditFile();
    const { handler } = functionOver(file);
    await handler(eventOf('function-url'));

    await handler(eventOf('function-url', { body: CALL, isBase64Encoded: false }), contextOf(200));

    expect(recordsIn(file)).toMatchObject([{ event: 'call', outcome: 'timeout', capability: 'wait' }]);
  });
});
