import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { root, start, thrownBy, write } from '../../../test/support/units/docs.folder.js';

describe('the boot', () => {
  it.each<[string, () => Promise<string>, RegExp]>([
    ['missing', async () => join(root(), 'nowhere'), /nowhere does not exist\. Set DOCS_DIR=\/path\/to\/markdown/],
    ['a file', async () => join(root(), 'index.md'), /index\.md is not a folder\. Set DOCS_DIR=/],
    [
      'without pages',
      async () => {
        await write('empty/node_modules/a.md', '# x');
        await write('empty/.hidden.md', '# x');
        await write('empty/a.txt', 'x');
        return join(root(), 'empty');
      },
      /empty contains no Markdown page\. Set DOCS_DIR=.*\(\.md, \.markdown, \.mdx\)/,
    ],
  ])('is refused when the folder is %s', async (_name, directory, message) => {
    const error = await thrownBy(start({ directory: await directory() }));
    expect(error).toMatchObject({ name: 'DocsDirectoryError', message: expect.stringMatching(message) });
  });

  it('accepts a link to the folder', async () => {
    const link = `${root()}-link`;
    await symlink(root(), link);
    const { docs } = await start({ directory: link });
    await rm(link);
    expect(await docs.read({ path: 'index.md' })).toContain('Welcome');
  });

  it('logs why a file is left out', async () => {
    await write('big.md', 'x'.repeat(1_100_000));
    const { docs } = await start();
    await docs.list({ limit: 1 });
    expect(Logger.prototype.warn).toHaveBeenCalledWith('Skipped big.md: it is larger than 1 MiB (1100000 bytes).');
  });
});
