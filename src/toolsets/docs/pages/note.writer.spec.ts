import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ToolError } from '../../../mcp/contract/index.js';
import { PageFolder } from './page.folder.js';
import { NoteWriter } from './note.writer.js';

let base: string;
let root: string;
let writer: NoteWriter;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'notes-')));
  root = join(base, 'docs');
  await mkdir(root);
  await writeFile(join(root, 'old.md'), 'old');
  const folder = new PageFolder({ directory: root });
  await folder.open();
  writer = new NoteWriter(folder);
});

afterEach(() => rm(base, { recursive: true, force: true }));

const everything = async (): Promise<string[]> => (await readdir(base, { recursive: true })).sort();

describe('NoteWriter', () => {
  it('writes a page, its folders included, and leaves no draft behind', async () => {
    await writer.write('notes/2026/a.md', 'text');
    expect(await readFile(join(root, 'notes/2026/a.md'), 'utf8')).toBe('text');
    expect(await everything()).toEqual([
      'docs',
      'docs/notes',
      'docs/notes/2026',
      'docs/notes/2026/a.md',
      'docs/old.md',
    ]);
  });

  it('never overwrites', async () => {
    await expect(writer.check('old.md')).rejects.toThrow(ToolError);
    await expect(writer.write('old.md', 'new')).rejects.toThrow('exists already');
    expect(await readFile(join(root, 'old.md'), 'utf8')).toBe('old');
  });

  it('lets one of many writers of the same page win, with its whole text', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));
    const outcomes = await Promise.allSettled(texts.map((text) => writer.write('n/a.md', text)));
    const winners = texts.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    expect([await readFile(join(root, 'n/a.md'), 'utf8')]).toEqual(winners);
    expect(await readdir(join(root, 'n'))).toEqual(['a.md']);
  });

  it.each([
    '../a.md',
    '/a.md',
    'n/../../a.md',
    '..\\a.md',
    'a\0.md',
    '.a.md',
    '.n/a.md',
    'node_modules/a.md',
    'a.txt',
    '',
  ])('refuses the path %p', async (path) => {
    await expect(writer.write(path, 'x')).rejects.toThrow(ToolError);
    expect(await everything()).toEqual(['docs', 'docs/old.md']);
  });

  it.each(['out/a.md', 'out/deep/a.md', 'dangling/a.md', 'old.md/a.md', 'link.md'])(
    'does not write through links or files: %p',
    async (path) => {
      await mkdir(join(base, 'outside'));
      await symlink('../outside', join(root, 'out'));
      await symlink('../nowhere', join(root, 'dangling'));
      await symlink('../outside/new.md', join(root, 'link.md'));
      const before = await everything();
      await expect(writer.write(path, 'x')).rejects.toThrow(ToolError);
      expect(await everything()).toEqual(before);
    },
  );
});
