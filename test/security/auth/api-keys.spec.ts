import { writeFileSync } from 'node:fs';
import { mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../../src/config/index.js';
import { httpModern } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { serve, type Served } from '../../support/serve.js';
import { accepting, makeKey, type MadeKey } from './support/api-key.js';
import { EverythingLogger } from './support/everything.logger.js';
import { modernHeaders, modernMessage, post } from './support/messages.js';
import { OrdersToolset } from './support/orders.toolset.js';

const list = modernMessage('tools/list');

async function statusOf(url: string, key: string): Promise<number> {
  const headers = { ...modernHeaders('tools/list'), Authorization: `Bearer ${key}` };
  return (await post(`${url}/mcp`, list, headers)).status;
}

describe('row 19: API keys', () => {
  const ann = makeKey('ann', ['*'], { tenant: 'north', clientId: 'editor' });

  function started(...others: MadeKey[]): Promise<Served> {
    return serve(OrdersToolset)
      .settings(accepting(ann, ...others))
      .sending({ 'X-API-Key': ann.key })
      .over(httpModern);
  }

  it.each([
    ['of one character', 'x'],
    ['of 8,000 characters', 'x'.repeat(8000)],
    ['that lacks its last character', ann.key.slice(0, -1)],
    ['with another last character', `${ann.key.slice(0, -1)}${ann.key.endsWith('A') ? 'B' : 'A'}`],
    ['in another case', ann.key.toUpperCase()],
    ['that is the hash', String(ann.entry['hash'])],
  ])('a key %s → 401', async (_case, key) => {
    const { url, errors } = await started();

    const { status } = await post(`${url}/mcp`, list, { ...modernHeaders('tools/list'), 'X-API-Key': key });

    expect([status, errors]).toEqual([401, []]);
  });

  it('several keys of one subject are valid at once', async () => {
    const second = makeKey('ann', ['*']);
    const { url } = await started(second);

    expect([await statusOf(url, ann.key), await statusOf(url, second.key)]).toEqual([200, 200]);
  });

  it.each([
    ['in the past', new Date(Date.now() - 1000).toISOString(), 401],
    ['in the future', new Date(Date.now() + 60_000).toISOString(), 200],
    ['on a past day', '2026-01-31', 401],
  ])('a key that expires %s → %s', async (_case, expiresAt, expected) => {
    const key = makeKey('bob', ['*'], { expiresAt });
    const { url } = await started(key);

    expect(await statusOf(url, key.key)).toBe(expected);
  });

  it('a key becomes a principal with its subject, tenant, client, scopes and id', async () => {
    const { client } = await started();

    const { content } = await client.call('orders_whoami');

    expect(JSON.parse((content[0] as { text: string }).text)).toEqual({
      method: 'api-key',
      subject: 'ann',
      tenant: 'north',
      clientId: 'editor',
      scopes: ['*'],
      keyId: ann.entry['id'],
    });
  });

  it('the settings hold no key, however they are written down', () => {
    const settings = loadSettings({ TRANSPORT: 'http', ...accepting(ann) }, { name: 'x', version: '1' });

    expect(JSON.stringify(settings)).not.toContain(ann.key);
  });
});

describe('row 19: the key file', () => {
  const old = makeKey('ann', ['*']);
  const next = makeKey('ann', ['*']);
  const logger = new EverythingLogger();
  let folder: string;
  let file: string;
  let url: string;

  const write = (path: string, ...keys: MadeKey[]): Promise<void> =>
    writeFile(path, JSON.stringify(keys.map(({ entry }) => entry)));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
    file = join(folder, 'keys.json');
    logger.lines.length = 0;
    await write(file, old);
    ({ url } = await serve(OrdersToolset)
      .settings({ AUTH: 'api-key', API_KEYS_FILE: file })
      .sending({ 'X-API-Key': old.key })
      .prepared((app) => app.useLogger(logger))
      .over(httpModern));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const accepted = async (): Promise<number[]> => [await statusOf(url, old.key), await statusOf(url, next.key)];
  const logged = (text: string): Promise<void> => eventually(() => expect(logger.lines.join('\n')).toContain(text));

  it('is read again when it changes', async () => {
    const before = await accepted();

    await write(file, next);
    await logged('1 keys are accepted now');

    expect([before, await accepted()]).toEqual([
      [200, 401],
      [401, 200],
    ]);
  });

  it('is read again when it is exchanged behind a symbolic link, as mounted secrets are', async () => {
    await write(join(folder, 'next.json'), next);
    await symlink(join(folder, 'next.json'), join(folder, 'link'));

    await rename(join(folder, 'link'), file);
    await logged('1 keys are accepted now');

    expect(await accepted()).toEqual([401, 200]);
  });

  it('is in force as it stands after the boot, even if it changed during the boot', async () => {
    ({ url } = await serve(OrdersToolset)
      .settings({ AUTH: 'api-key', API_KEYS_FILE: file })
      .sending({ 'X-API-Key': next.key })
      .prepared((app) => {
        writeFileSync(file, JSON.stringify([next.entry]));
        app.useLogger(logger);
      })
      .over(httpModern));

    expect(await accepted()).toEqual([401, 200]);
  });

  it.each<[string, () => Promise<void>]>([
    ['broken', () => writeFile(file, '[{"id":')],
    ['empty', () => writeFile(file, '')],
    ['without keys', () => writeFile(file, '[]')],
    ['of keys in the clear', () => writeFile(file, JSON.stringify([{ ...next.entry, hash: next.key }]))],
    ['missing', () => unlink(file)],
  ])('stays in force as it was when the new version is %s, which is logged', async (_case, change) => {
    await change();
    await logged('is refused, so that the keys before stay');

    expect([await accepted(), logger.lines.join('\n').includes(next.key)]).toEqual([[200, 401], false]);
  });
});
