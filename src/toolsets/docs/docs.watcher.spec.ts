import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../../test/support/eventually.js';
import { root, start, write } from '../../../test/support/units/docs.folder.js';
import type { DocsToolset } from './docs.toolset.js';

/** The file system reports in its own time. */
const arrives = (expectation: () => void | Promise<void>): Promise<void> => eventually(expectation, 10_000);

describe('watching', () => {
  const found = async (docs: DocsToolset, query: string) =>
    (await docs.search({ query, limit: 10 })).results.map(({ path }) => path);

  it('takes in new, changed, moved and deleted pages, and announces them', async () => {
    const { docs, notifier } = await start();
    await docs.list({ limit: 1 });

    await write('deep/er/new.md', '# New\nzeppelin');
    await arrives(async () => expect(await found(docs, 'zeppelin')).toEqual(['deep/er/new.md']));
    await arrives(() => expect(notifier.notices.splice(0)).toEqual(['resources']));

    await write('deep/er/new.md', '# New\nhelicopter');
    await arrives(async () => expect(await found(docs, 'helicopter')).toEqual(['deep/er/new.md']));
    await arrives(() => expect(notifier.notices.splice(0)).toEqual(['docs://deep/er/new.md']));
    expect(await found(docs, 'zeppelin')).toEqual([]);

    await rename(join(root(), 'deep/er/new.md'), join(root(), 'moved.md'));
    await arrives(async () => expect(await found(docs, 'helicopter')).toEqual(['moved.md']));
    await arrives(() => expect(notifier.notices.splice(0)).toContain('resources'));

    await rm(join(root(), 'guides'), { recursive: true });
    await arrives(async () =>
      expect((await docs.list({ limit: 10 })).pages.map(({ path }) => path)).toEqual(['index.md', 'moved.md']),
    );
    await arrives(() => expect(notifier.notices).toContain('resources'));
  });

  it('passes over what is hidden, no page, or a link to the outside', async () => {
    const { docs, notifier } = await start();
    await docs.list({ limit: 1 });
    await write('.hidden/a.md', 'zeppelin');
    await write('node_modules/a.md', 'zeppelin');
    await write('a.txt', 'zeppelin');
    await symlink('/etc/hostname', join(root(), 'link.md'));
    await write('last.md', 'zeppelin');
    await arrives(async () => expect(await found(docs, 'zeppelin')).toEqual(['last.md']));
    await arrives(() => expect(notifier.notices).toEqual(['resources']));
  });

  it('takes many changes in together', async () => {
    const { docs, notifier } = await start();
    await docs.list({ limit: 1 });
    await Promise.all(Array.from({ length: 200 }, (_, index) => write(`burst-${index}.md`, '# Burst')));
    await arrives(async () => expect((await docs.list({ limit: 500 })).pages).toHaveLength(203));
    expect(notifier.notices.length).toBeLessThan(20);
  });

  it('ends with the application, also while pages are still being read', async () => {
    for (let index = 0; index < 300; index += 1) await write(`many/${index}.md`, '# x');
    const { app, notifier } = await start();
    const closing = performance.now();
    await app.close();
    expect(performance.now() - closing).toBeLessThan(2000);
    await write('late.md', '# Late');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(notifier.notices).toEqual([]);
  });
});
