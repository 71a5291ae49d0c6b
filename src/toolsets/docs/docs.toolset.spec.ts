import { symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundException } from '@nestjs/common';
import { GUIDE, root, start, thrownBy, write } from '../../../test/support/units/docs.folder.js';
import { CompletionRequest, TestContext, ToolError } from '../../mcp/contract/index.js';

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
    await unlink(join(root(), 'index.md'));
    await symlink('/etc/hostname', join(root(), 'index.md'));
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
    await unlink(join(root(), 'index.md'));
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
