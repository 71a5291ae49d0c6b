import { symlinkSync, unlinkSync } from 'node:fs';
import { combinations, stdioLegacy } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { refusalOf } from '../../support/refusal.js';
import { serve, type Served } from '../../support/serve.js';
import { newAuditFile, recordsIn, verify } from './audit.file.js';
import { AuditedToolset } from './audited.toolset.js';

/** Every write to it fails as on a full disk: ENOSPC. */
const FULL = '/dev/full';

const UNAVAILABLE =
  'The audit log cannot be written, and without it no call is answered. Try again later; the operator finds the cause in the log.';

const pay = ({ client }: Served): Promise<unknown> => client.call('pay', { order: 'SO-1' });
const told = ({ errors }: Served): readonly string[] => errors.filter((line) => line.includes('audit'));

describe.each(combinations)('$name: on a full disk', (combination) => {
  it('calls go on, and the operator is told once', async () => {
    const served = await serve(AuditedToolset).settings({ AUDIT_LOG: FULL }).over(combination);

    const answers = [await pay(served), await pay(served), await pay(served)];

    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ content: [{ type: 'text', text: 'paid SO-1' }] })));
    await eventually(() => expect(told(served)).toEqual([expect.stringMatching(/cannot be written.*ENOSPC/s)]));
  });

  it('calls are refused where AUDIT_ON_FAILURE says so, and the operator is told once', async () => {
    const settings = { AUDIT_LOG: FULL, AUDIT_ON_FAILURE: 'refuse' };
    const served = await serve(AuditedToolset).settings(settings).over(combination);

    const refusals = [await refusalOf(pay(served)), await refusalOf(pay(served))];

    expect(refusals).toEqual(Array.from({ length: 2 }, () => ({ code: -32000, message: UNAVAILABLE })));
    expect(told(served)).toEqual([expect.stringMatching(/calls are refused.*ENOSPC/s)]);
  });
});

describe.each(['continue', 'refuse'])('when the disk has room again, with AUDIT_ON_FAILURE=%s', (onFailure) => {
  it('what waited is written, and calls are answered', async () => {
    const file = newAuditFile();
    symlinkSync(FULL, file);
    const settings = { AUDIT_LOG: file, AUDIT_ON_FAILURE: onFailure };
    const served = await serve(AuditedToolset).settings(settings).over(stdioLegacy);
    await pay(served).catch(() => undefined);
    await eventually(() => expect(told(served)).toHaveLength(1));

    unlinkSync(file);

    await eventually(() => expect(recordsIn(file)).toHaveLength(1), 5000);
    expect(await pay(served)).toEqual({ content: [{ type: 'text', text: 'paid SO-1' }] });
    await eventually(() => expect(recordsIn(file)).toHaveLength(2));
    expect((await verify(file)).fault).toBeUndefined();
  });
});

it('a call that must be recorded is answered when it is', async () => {
  const file = newAuditFile();
  const settings = { AUDIT_LOG: file, AUDIT_ON_FAILURE: 'refuse' };
  const served = await serve(AuditedToolset).settings(settings).over(stdioLegacy);

  await pay(served);

  expect(recordsIn(file)).toMatchObject([{ capability: 'pay', outcome: 'ok' }]);
});
