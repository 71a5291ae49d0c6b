import { createHash } from 'node:crypto';
import { combinations, httpSessionsLegacy, networkCombinations, type Combination } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { serve, type Served } from '../../support/serve.js';
import { callsIn, newAuditFile, recordsIn, verify, type Found } from './audit.file.js';
import { AuditedToolset, hiding } from './audited.toolset.js';

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const NONE = sha256('{}');

async function audited(combination: Combination): Promise<Served & { file: string }> {
  const file = newAuditFile();
  const served = await serve(AuditedToolset).providing(hiding).settings({ AUDIT_LOG: file }).over(combination);
  return { ...served, file };
}

function principal({ transport }: Combination): Found {
  return transport === 'stdio' ? { subject: 'local', method: 'local' } : { subject: 'anonymous', method: 'anonymous' };
}

describe.each(combinations)('$name: a call leaves a record', (combination) => {
  const { transport, era } = combination;
  const common = { event: 'call', principal: principal(combination), transport, era };
  const tool = { ...common, method: 'tools/call' };

  it.each<[string, (served: Served) => Promise<unknown>, Found]>([
    [
      'that succeeds',
      ({ client }) => client.call('pay', { order: 'SO-1' }),
      { ...tool, capability: 'pay', arguments: sha256('{"order":"SO-1"}'), outcome: 'ok' },
    ],
    [
      'with sensitive arguments, which do not make a difference',
      ({ client }) => client.call('pay', { card: { pin: '1234', holder: 'Ann' }, order: 'SO-1', password: 'hunter22' }),
      {
        ...tool,
        capability: 'pay',
        arguments: sha256('{"card":{"holder":"Ann","pin":"[redacted]"},"order":"SO-1","password":"[redacted]"}'),
        outcome: 'ok',
      },
    ],
    [
      'that fails as it should',
      ({ client }) => client.call('fails'),
      { ...tool, capability: 'fails', arguments: NONE, outcome: 'error', reason: 'tool_error' },
    ],
    [
      'that takes too long',
      ({ client }) => client.call('hangs'),
      { ...tool, capability: 'hangs', arguments: NONE, outcome: 'timeout', reason: 'time_limit' },
    ],
    [
      'with arguments that are refused',
      ({ client }) => client.call('pay', { order: 7 }),
      { ...tool, capability: 'pay', arguments: sha256('{"order":7}'), outcome: 'refused', reason: 'invalid_input' },
    ],
    [
      'that a guard denies',
      ({ client }) => client.call('denied'),
      { ...tool, capability: 'denied', arguments: NONE, outcome: 'refused', reason: 'forbidden' },
    ],
    [
      'that is throttled',
      ({ client }) => client.call('busy'),
      { ...tool, capability: 'busy', arguments: NONE, outcome: 'refused', reason: 'throttled' },
    ],
    [
      'of a tool that is hidden from its caller',
      ({ client }) => client.call('hidden'),
      { ...tool, capability: 'hidden', arguments: NONE, outcome: 'refused', reason: 'hidden_capability' },
    ],
    [
      'of a tool that does not exist',
      ({ client }) => client.call('nothing'),
      { ...tool, capability: 'nothing', arguments: NONE, outcome: 'refused', reason: 'unknown_capability' },
    ],
    [
      'of a prompt',
      ({ client }) => client.prompt('greeting', { name: 'Ann' }),
      { ...common, method: 'prompts/get', capability: 'greeting', arguments: sha256('{"name":"Ann"}'), outcome: 'ok' },
    ],
    [
      'of a resource',
      ({ client }) => client.read('shop://hours'),
      {
        ...common,
        method: 'resources/read',
        capability: 'shop://hours',
        arguments: sha256('{"uri":"shop://hours"}'),
        outcome: 'ok',
      },
    ],
    [
      'of a resource behind a template, whose URI is an argument',
      ({ client }) => client.read('shop://orders/SO-1'),
      {
        ...common,
        method: 'resources/read',
        capability: 'shop://orders/{id}',
        arguments: sha256('{"uri":"shop://orders/SO-1"}'),
        outcome: 'ok',
      },
    ],
    [
      'of a resource that does not exist',
      ({ client }) => client.read('shop://nothing'),
      {
        ...common,
        method: 'resources/read',
        arguments: sha256('{"uri":"shop://nothing"}'),
        outcome: 'refused',
        reason: 'unknown_capability',
      },
    ],
    [
      'of a completion',
      ({ client }) => client.complete({ type: 'ref/prompt', name: 'greeting' }, { name: 'name', value: 'A' }),
      {
        ...common,
        method: 'completion/complete',
        capability: 'greeting',
        arguments: sha256('{"argument":{"name":"name","value":"A"},"ref":{"name":"greeting","type":"ref/prompt"}}'),
        outcome: 'ok',
      },
    ],
  ])('%s', async (_what, act, expected) => {
    const served = await audited(combination);

    await act(served).catch(() => undefined);

    await eventually(() => expect(callsIn(served.file)).toEqual([expected]));
  });

  it('that fails inside, with the id under which the log has the cause', async () => {
    const served = await audited(combination);

    await served.client.call('breaks', { order: 'SO-1' });

    await eventually(() => expect(callsIn(served.file)).toHaveLength(1));
    const [{ errorId, ...record }] = callsIn(served.file) as [Found];
    expect(record).toMatchObject({ outcome: 'error', reason: 'internal' });
    expect(served.errors[0]).toContain(`id ${String(errorId)}`);
  });

  it('and its trace', async () => {
    const served = await audited(combination);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    await served.client.call('pay', { order: 'SO-1' }, { meta: { traceparent } });

    await eventually(() =>
      expect(callsIn(served.file)).toMatchObject([{ traceId: '0af7651916cd43dd8448eb211c80319c' }]),
    );
  });

  it('while lists leave none', async () => {
    const served = await audited(combination);

    await Promise.all([served.client.tools(), served.client.prompts(), served.client.resources()]);
    await served.client.call('pay', { order: 'SO-1' });

    await eventually(() => expect(callsIn(served.file)).toMatchObject([{ method: 'tools/call' }]));
  });

  it('and many of them a chain in order', async () => {
    const served = await audited(combination);

    await Promise.all(Array.from({ length: 50 }, (_, index) => served.client.call('pay', { order: `SO-${index}` })));

    await eventually(() => expect(callsIn(served.file)).toHaveLength(50));
    const { length } = recordsIn(served.file);
    expect(await verify(served.file)).toMatchObject({ records: length, torn: 0, end: { seq: length } });
  });
});

describe.each(combinations.filter(({ cancels }) => cancels))('$name: a call that is cancelled', (combination) => {
  it('leaves a record', async () => {
    const served = await audited(combination);
    const stop = new AbortController();

    const call = served.client.call('waits', {}, { signal: stop.signal }).catch(() => undefined);
    setTimeout(() => stop.abort(), 100);
    await call;

    await eventually(() => expect(callsIn(served.file)).toMatchObject([{ capability: 'waits', outcome: 'cancelled' }]));
  });
});

describe.each(networkCombinations)('$name: a record', (combination) => {
  it('has the address of the caller', async () => {
    const served = await audited(combination);

    await served.client.call('pay', { order: 'SO-1' });

    await eventually(() =>
      expect(recordsIn(served.file).at(-1)).toMatchObject({ event: 'call', remoteAddress: '127.0.0.1' }),
    );
  });
});

it('a record of a session has its id', async () => {
  const served = await audited(httpSessionsLegacy);

  await served.client.call('pay', { order: 'SO-1' });

  await eventually(() => expect(recordsIn(served.file)).toMatchObject([{ sessionId: expect.any(String) }]));
});
