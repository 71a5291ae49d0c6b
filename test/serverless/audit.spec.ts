import { toFetch, Tool, Toolset } from '../../src/index.js';
import { linesIn, newAuditFile } from '../security/audit/audit.file.js';
import { eventOf } from './support/documents.js';
import { application, lambda } from './support/functions.js';

@Toolset()
class OneToolset {
  @Tool({ description: 'x' })
  one(): string {
    return 'x';
  }
}

const TIMES = Array.from({ length: 20 }, (_, index) => index + 1);

const CALL = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'one', arguments: {} } });

const calling = (): object => eventOf('function-url', { body: CALL, isBase64Encoded: false });

describe('a function that may be frozen once it has answered', () => {
  it('has the record of a call in the file by then', async () => {
    const file = newAuditFile();
    const { handler } = lambda({ toolsets: [OneToolset], env: { AUDIT_LOG: file } });
    const seen: number[] = [];

    for (const _time of TIMES) {
      await handler(calling());
      seen.push(linesIn(file).length);
    }

    expect(seen).toEqual(TIMES);
  });

  it('has the record of a refusal in the file by then', async () => {
    const file = newAuditFile();
    const { handler } = lambda({ toolsets: [OneToolset], env: { AUDIT_LOG: file } });
    const seen: number[] = [];

    for (const _time of TIMES) {
      await handler(eventOf('function-url', { headers: { host: 'elsewhere.example' } }));
      seen.push(linesIn(file).length);
    }

    expect(seen).toEqual(TIMES);
  });

  it.each([
    ['calls', 'https://mcp.example.com/mcp'],
    ['refusals', 'https://elsewhere.example.com/mcp'],
  ])('has the records of %s in the file when the body of a web response ends', async (_what, url) => {
    const file = newAuditFile();
    const env = { AUDIT_LOG: file, ALLOWED_HOSTS: 'mcp.example.com' };
    const { fetch, close } = toFetch(application({ toolsets: [OneToolset], env }).boot);
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
    const seen: number[] = [];

    for (const _time of TIMES) {
      await (await fetch(new Request(url, { method: 'POST', headers, body: CALL }))).text();
      seen.push(linesIn(file).length);
    }
    await close();

    expect(seen).toEqual(TIMES);
  });

  it('answers although the audit cannot be written', async () => {
    const { handler } = lambda({ toolsets: [OneToolset], env: { AUDIT_LOG: '/dev/full' } });

    const statuses = [await handler(calling()), await handler(calling())].map(({ statusCode }) => statusCode);

    expect(statuses).toEqual([200, 200]);
  });
});
