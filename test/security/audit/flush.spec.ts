import { Logger } from '@nestjs/common';
import { loadSettings } from '../../../src/config/index.js';
import { Principal } from '../../../src/index.js';
import type { AuditEvent } from '../../../src/mcp/protocol/audit/audit-event.interface.js';
import { ChainedAuditTrail } from '../../../src/security/audit/chained.audit-trail.js';
import { linesIn, newAuditFile, verify } from './audit.file.js';

const event = (capability: string): AuditEvent => ({
  event: 'call',
  time: new Date(),
  durationMs: 1,
  principal: Principal.anonymous(),
  transport: 'http',
  capability,
  outcome: 'ok',
});

const open: ChainedAuditTrail[] = [];

beforeAll(() => Logger.overrideLogger(false));
afterEach(async () => {
  for (const trail of open.splice(0)) await trail.onApplicationShutdown();
});

async function trailTo(path: string): Promise<ChainedAuditTrail> {
  const trail = new ChainedAuditTrail(
    loadSettings({ TRANSPORT: 'http', AUDIT_LOG: path }, { name: 'suite', version: '1' }),
  );
  await trail.onModuleInit();
  open.push(trail);
  return trail;
}

describe('the audit, asked to let nothing wait', () => {
  it('has every record so far in its file, also of those that come while others are written', async () => {
    const path = newAuditFile();
    const trail = await trailTo(path);
    const seen: number[] = [];

    for (let count = 1; count <= 50; count += 1) {
      void trail.record(event(`first-${count}`));
      const flushed = trail.flush();
      void trail.record(event(`second-${count}`));
      await Promise.all([flushed, trail.flush()]);
      seen.push(linesIn(path).length);
    }

    expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => 2 * (index + 1)));
    expect(await verify(path)).toMatchObject({ records: 100 });
  });

  it('says so at once where nothing waits, and where nothing can be written', async () => {
    const [empty, full] = [await trailTo(newAuditFile()), await trailTo('/dev/full')];
    await empty.flush();
    void full.record(event('pay'));
    await full.flush();
    void full.record(event('pay'));
    const started = performance.now();

    await full.flush();

    expect(performance.now() - started).toBeLessThan(500);
  });

  it('has nothing to say while it is off', async () => {
    await expect((await trailTo('off')).flush()).resolves.toBeUndefined();
  });
});
