import { httpLegacy, httpModern, httpSessionsLegacy, sse, type Combination } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { serve } from '../../support/serve.js';
import { legacyMessage, modernHeaders, modernMessage, post } from '../auth/support/messages.js';
import { newAuditFile, recordsIn, type Found } from './audit.file.js';
import { AuditedToolset } from './audited.toolset.js';

async function started(combination: Combination, headers: Record<string, string> = {}) {
  const file = newAuditFile();
  const served = await serve(AuditedToolset)
    .settings({ AUDIT_LOG: file, TRUST_PROXY: '127.0.0.1' })
    .sending(headers)
    .over(combination);
  return { ...served, file };
}

const pay = { name: 'pay', arguments: { order: 'SO-1' } };
const header = modernHeaders('tools/call', 'pay');

describe('row 33: what clients choose', () => {
  const secret = 'mcp_aG9sZHMgbm90aGluZyB0aGF0IGlzIG9mIGFueSB1c2U';

  it.each<[string, (url: string, id: string) => Promise<unknown>]>([
    ['a call', (url, id) => post(url, modernMessage('tools/call', pay, id), header)],
    ['a refusal of the edge', (url, id) => post(url, { jsonrpc: '2.0', id, method: 5 })],
    ['a refusal of the protocol', (url, id) => post(url, modernMessage('tools/list', {}, id), header)],
    ['a batch', (url, id) => post(url, [legacyMessage('tools/call', pay, id)])],
  ])('leaves no secret and no long text in the record of %s', async (_what, ask) => {
    const { url, file } = await started(httpModern);
    const long = `${'x'.repeat(240)}${secret}${'x'.repeat(100_000)}`;

    await ask(`${url}/mcp`, `for ${secret}`);
    await ask(`${url}/mcp`, long);

    await eventually(() =>
      expect(recordsIn(file).map(({ requestId }) => requestId)).toEqual([
        'for [redacted]',
        expect.stringMatching(/^x{240}\[redacted\].{0,6}…?$/),
      ]),
    );
  });
});

describe.each([httpModern, httpLegacy, httpSessionsLegacy, sse])('row 32: $name: an address', (combination) => {
  it.each(['192.0.2.7', '::ffff:192.0.2.7', '::ffff:c000:207', '192.0.2.7:4711'])(
    '%s is one in every record',
    async (address) => {
      const { client, url, file } = await started(combination, { 'X-Forwarded-For': address });

      await client.call('pay', { order: 'SO-1' });
      await post(`${url}/${combination === sse ? 'messages' : 'mcp'}`, '{', { 'X-Forwarded-For': address });

      await eventually(() => expect(recordsIn(file).map(({ event }) => event)).toContain('edge'));
      expect(new Set(recordsIn(file).map(({ remoteAddress }: Found) => remoteAddress))).toEqual(new Set(['192.0.2.7']));
    },
  );
});
