import { mkdir, mkdtemp, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Global, Logger, Module, NotFoundException } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ChangeNotifier, CompletionRequest, TestContext, ToolError } from '../../mcp/contract/index.js';
import { DocsNotesToolset } from './docs-notes.toolset.js';
import { DocsModule } from './docs.module.js';
import { DocsToolset } from './docs.toolset.js';

class RecordingNotifier extends ChangeNotifier {
  readonly notices: string[] = [];
  toolsChanged(): void {}
  promptsChanged(): void {}
  resourcesChanged(): void {
    this.notices.push('resources');
  }
  resourceUpdated(uri: string): void {
    this.notices.push(uri);
  }
}

const GUIDE =
  '---\ntitle: The guide\n---\nIntro\n# Guide\n## Install\nRun the installer.\n### On Linux\nUse apt.\n## Use\nCall it.\n';

let root: string;
let app: TestingModule | undefined;

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function start(options: { writable?: boolean; directory?: string } = {}) {
  const notifier = new RecordingNotifier();
  @Global()
  @Module({ providers: [{ provide: ChangeNotifier, useValue: notifier }], exports: [ChangeNotifier] })
  class NotifierModule {}
  const imports = [NotifierModule, DocsModule.register({ directory: root, ...options })];
  app = await Test.createTestingModule({ imports }).compile();
  await app.init();
  return { app, notifier, docs: app.get(DocsToolset, { strict: false }) };
}

async function eventually(assertion: () => unknown): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing',
    (error: unknown) => error,
  );

beforeEach(async () => {
  jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  jest.spyOn(Logger.prototype, 'log').mockImplementation();
  root = await mkdtemp(join(tmpdir(), 'docs-'));
  await write('guides/setup.md', GUIDE);
  await write('guides/tour.md', '# A tour\nSee the sights.\n');
  await write('index.md', '# Welcome\nStart with the guide.\n');
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  jest.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

describe('the tools', () => {
  it('search: sections with path, heading, score and passage', async () => {
    const { docs } = await start();
    const { results } = await docs.search({ query: 'installer', limit: 1 });
    expect(results).toEqual([
      {
        path: 'guides/setup.md',
        uri: 'docs://guides/setup.md',
        title: 'The guide',
        section: 'Install',
        anchor: 'install',
        score: expect.any(Number),
        snippet: 'Run the installer.',
      },
    ]);
  });

  it('read: a page as it is on disk, or a section with what is subordinate to it', async () => {
    const { docs } = await start();
    expect(await docs.read({ path: 'guides/setup.md' })).toBe(GUIDE);
    expect(await docs.read({ path: 'guides/setup.md', section: 'Install' })).toBe(
      '## Install\nRun the installer.\n### On Linux\nUse apt.',
    );
  });

  it('read: advises on an unknown page or section', async () => {
    const { docs } = await start();
    const errors = await Promise.all([
      thrownBy(docs.read({ path: 'setup' })),
      thrownBy(docs.read({ path: 'guide/setpu.md' })),
      thrownBy(docs.read({ path: '???' })),
      thrownBy(docs.read({ path: 'guides/setup.md', section: 'Remove' })),
    ]);
    expect(errors).toEqual([
      new ToolError('There is no page "setup". Did you mean guides/setup.md?'),
      new ToolError('There is no page "guide/setpu.md". Did you mean guides/setup.md, index.md, guides/tour.md?'),
      new ToolError('There is no page "???". Find pages with docs_search or docs_list.'),
      new ToolError(
        'The page guides/setup.md has no section "Remove". Its sections are: #guide, #install, #on-linux, #use.',
      ),
    ]);
  });

  it.each([
    '../secret.md',
    '/etc/passwd',
    '..\\secret.md',
    'guides/../index.md',
    '%2e%2e%2fsecret.md',
    'INDEX.md',
    '.',
    '',
  ])('read: knows no page %p', async (path) => {
    const { docs } = await start();
    expect(await thrownBy(docs.read({ path }))).toBeInstanceOf(ToolError);
    expect(await thrownBy(docs.page({ path }))).toBeInstanceOf(NotFoundException);
  });

  it('read: refuses a page that has become a link to the outside', async () => {
    const { docs } = await start();
    await docs.read({ path: 'index.md' });
    await unlink(join(root, 'index.md'));
    await symlink('/etc/hostname', join(root, 'index.md'));
    expect(await thrownBy(docs.read({ path: 'index.md' }))).toBeInstanceOf(ToolError);
    expect((await docs.list({ limit: 10 })).pages.map(({ path }) => path)).not.toContain('index.md');
  });

  it('list: pages with their titles', async () => {
    const { docs } = await start();
    expect(await docs.list({ folder: 'guides', limit: 1 })).toEqual({
      pages: [{ path: 'guides/setup.md', title: 'The guide' }],
      more: 1,
      next: 'guides/setup.md',
    });
  });

  it('reindex: reports rising progress and counts what is there', async () => {
    const { docs } = await start();
    await docs.list({ limit: 1 });
    await write('big.md', 'x'.repeat(1_100_000));
    for (let index = 0; index < 40; index += 1) await write(`new/${index}.md`, `# ${index}`);
    await unlink(join(root, 'index.md'));
    const ctx = new TestContext();
    expect(await docs.reindex(ctx)).toMatchObject({ pages: 42, sections: 46, skipped: 1 });
    const values = ctx.reports.map(([done]) => done);
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
    expect(values.at(-1)).toBe(ctx.reports.at(-1)?.[1]);
  });

  it('reindex: callers at the same time share one run, and a report that fails or hangs harms nobody', async () => {
    const { docs } = await start();
    const failing = new TestContext();
    failing.progress = () => Promise.reject(new Error('gone'));
    const stuck = new TestContext();
    stuck.progress = () => new Promise(() => undefined);
    const answers = await Promise.all([failing, stuck, new TestContext()].map((ctx) => docs.reindex(ctx)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ pages: 3, sections: 7 });
  });
});

describe('the resources', () => {
  it('lists, completes and reads pages', async () => {
    const { docs } = await start();
    expect(await docs.pages()).toContainEqual({
      uri: 'docs://guides/setup.md',
      name: 'guides/setup.md',
      title: 'The guide',
    });
    expect(await docs.page({ path: 'index.md' })).toBe('# Welcome\nStart with the guide.\n');
  });

  it.each<[string, string[]]>([
    ['', ['guides/setup.md', 'guides/tour.md', 'index.md']],
    ['GUIDES/T', ['guides/tour.md']],
    ['i', ['index.md', 'guides/setup.md', 'guides/tour.md']],
    ['nothing', []],
  ])('completes %p, first what begins with it', async (value, values) => {
    const { docs } = await start();
    const answer = await docs.completePath(new CompletionRequest('path', value, {}));
    expect(answer).toEqual({ values, total: values.length, hasMore: false });
  });

  it('completes at most 100', async () => {
    for (let index = 0; index < 120; index += 1) await write(`many/${index}.md`, '# x');
    const { docs } = await start();
    const { values, ...rest } = await docs.completePath(new CompletionRequest('path', 'many/', {}));
    expect({ values: values.length, ...rest }).toEqual({ values: 100, total: 120, hasMore: true });
  });
});

describe('the prompt', () => {
  it('carries the question and the passages with their sources', async () => {
    const { docs } = await start();
    const [instruction, passage] = await docs.answerQuestion({ question: 'How do I run the installer?' });
    expect(instruction).toMatchObject({
      role: 'user',
      content: {
        type: 'text',
        text: expect.stringMatching(/Cite the path[^]*Question: How do I run the installer\?$/),
      },
    });
    expect(passage).toEqual({
      role: 'user',
      content: {
        type: 'resource',
        resource: {
          uri: 'docs://guides/setup.md',
          mimeType: 'text/markdown',
          text: 'Source: guides/setup.md#install\n\n## Install\nRun the installer.',
        },
      },
    });
  });

  it('says so when nothing matches', async () => {
    const { docs } = await start();
    const messages = await docs.answerQuestion({ question: 'xylophone' });
    expect(messages).toHaveLength(1);
    expect(JSON.stringify(messages)).toContain('no passage that matches');
  });
});

describe('notes', () => {
  const note = { path: 'notes/first.md', title: 'A first note', text: 'Remember the zeppelin.\n' };
  const yes = () => new TestContext({ elicit: { confirm: { write: true } } });

  it('are not offered unless the folder is writable', async () => {
    const { app } = await start();
    expect(() => app.get(DocsNotesToolset, { strict: false })).toThrow();
  });

  it('are written once the user agrees, and found at once', async () => {
    const { app, docs, notifier } = await start({ writable: true });
    await docs.list({ limit: 1 });
    const ctx = yes();
    const result = await app.get(DocsNotesToolset, { strict: false }).addNote(note, ctx);
    expect(ctx.asked).toEqual([['confirm', 'Write the new page notes/first.md ("A first note", 23 characters)?']]);
    expect(result.fields).toEqual({
      content: [
        { type: 'text', text: 'Written to notes/first.md.' },
        {
          type: 'resource_link',
          uri: 'docs://notes/first.md',
          name: 'notes/first.md',
          title: 'A first note',
          mimeType: 'text/markdown',
        },
      ],
      structuredContent: { path: 'notes/first.md', uri: 'docs://notes/first.md' },
    });
    expect(await readFile(join(root, note.path), 'utf8')).toBe('# A first note\n\nRemember the zeppelin.\n');
    expect((await docs.search({ query: 'zeppelin', limit: 5 })).results).toMatchObject([{ path: note.path }]);
    expect(notifier.notices).toEqual(['resources']);
  });

  it.each<[string, object | 'decline' | 'cancel']>([
    ['declined', 'decline'],
    ['cancelled', 'cancel'],
    ['accepted with the box unticked', { write: false }],
  ])('are not written when the question is %s', async (_name, confirm) => {
    const { app, docs } = await start({ writable: true });
    const notes = app.get(DocsNotesToolset, { strict: false });
    await expect(notes.addNote(note, new TestContext({ elicit: { confirm } }))).rejects.toThrow(
      new ToolError('The user declined: nothing was written.'),
    );
    expect((await docs.list({ limit: 10 })).pages).toHaveLength(3);
  });

  it('never overwrite a page, and do not ask in vain', async () => {
    const { app } = await start({ writable: true });
    const ctx = yes();
    const notes = app.get(DocsNotesToolset, { strict: false });
    await expect(notes.addNote({ ...note, path: 'index.md' }, ctx)).rejects.toThrow(ToolError);
    expect(ctx.asked).toEqual([]);
  });
});

describe('watching', () => {
  const found = async (docs: DocsToolset, query: string) =>
    (await docs.search({ query, limit: 10 })).results.map(({ path }) => path);

  it('takes in new, changed, moved and deleted pages, and announces them', async () => {
    const { docs, notifier } = await start();
    await docs.list({ limit: 1 });

    await write('deep/er/new.md', '# New\nzeppelin');
    await eventually(async () => expect(await found(docs, 'zeppelin')).toEqual(['deep/er/new.md']));
    await eventually(() => expect(notifier.notices.splice(0)).toEqual(['resources']));

    await write('deep/er/new.md', '# New\nhelicopter');
    await eventually(async () => expect(await found(docs, 'helicopter')).toEqual(['deep/er/new.md']));
    await eventually(() => expect(notifier.notices.splice(0)).toEqual(['docs://deep/er/new.md']));
    expect(await found(docs, 'zeppelin')).toEqual([]);

    await rename(join(root, 'deep/er/new.md'), join(root, 'moved.md'));
    await eventually(async () => expect(await found(docs, 'helicopter')).toEqual(['moved.md']));
    await eventually(() => expect(notifier.notices.splice(0)).toContain('resources'));

    await rm(join(root, 'guides'), { recursive: true });
    await eventually(async () =>
      expect((await docs.list({ limit: 10 })).pages.map(({ path }) => path)).toEqual(['index.md', 'moved.md']),
    );
    await eventually(() => expect(notifier.notices).toContain('resources'));
  });

  it('passes over what is hidden, no page, or a link to the outside', async () => {
    const { docs, notifier } = await start();
    await docs.list({ limit: 1 });
    await write('.hidden/a.md', 'zeppelin');
    await write('node_modules/a.md', 'zeppelin');
    await write('a.txt', 'zeppelin');
    await symlink('/etc/hostname', join(root, 'link.md'));
    await write('last.md', 'zeppelin');
    await eventually(async () => expect(await found(docs, 'zeppelin')).toEqual(['last.md']));
    await eventually(() => expect(notifier.notices).toEqual(['resources']));
  });

  it('takes many changes in together', async () => {
    const { docs, notifier } = await start();
    await docs.list({ limit: 1 });
    await Promise.all(Array.from({ length: 200 }, (_, index) => write(`burst-${index}.md`, '# Burst')));
    await eventually(async () => expect((await docs.list({ limit: 500 })).pages).toHaveLength(203));
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

describe('the boot', () => {
  it.each<[string, () => Promise<string>, RegExp]>([
    ['missing', async () => join(root, 'nowhere'), /nowhere does not exist\. Set DOCS_DIR=\/path\/to\/markdown/],
    ['a file', async () => join(root, 'index.md'), /index\.md is not a folder\. Set DOCS_DIR=/],
    [
      'without pages',
      async () => {
        await write('empty/node_modules/a.md', '# x');
        await write('empty/.hidden.md', '# x');
        await write('empty/a.txt', 'x');
        return join(root, 'empty');
      },
      /empty contains no Markdown page\. Set DOCS_DIR=.*\(\.md, \.markdown, \.mdx\)/,
    ],
  ])('is refused when the folder is %s', async (_name, directory, message) => {
    const error = await thrownBy(start({ directory: await directory() }));
    expect(error).toMatchObject({ name: 'DocsDirectoryError', message: expect.stringMatching(message) });
  });

  it('accepts a link to the folder', async () => {
    const link = `${root}-link`;
    await symlink(root, link);
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
