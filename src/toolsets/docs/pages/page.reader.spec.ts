import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { PageFolder, PageScanner } from './page.folder.js';
import { PageReader } from './page.reader.js';

let base: string;
let root: string;
let reader: PageReader;
let scanner: PageScanner;

async function write(path: string, content: string | Buffer = 'text'): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function scanned(): Promise<string[]> {
  const paths: string[] = [];
  for await (const path of scanner.paths()) paths.push(path);
  return paths;
}

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'pages-')));
  root = join(base, 'docs');
  await mkdir(join(base, 'docs-secret'), { recursive: true });
  await writeFile(join(base, 'secret.md'), 'SECRET');
  await writeFile(join(base, 'docs-secret', 'secret.md'), 'SECRET');
  await write('a.md', 'inside');
  const folder = new PageFolder({ directory: root });
  await folder.open();
  reader = new PageReader(folder);
  scanner = new PageScanner(folder);
});

afterEach(() => rm(base, { recursive: true, force: true }));

describe('PageScanner', () => {
  it('finds the pages in the order of their paths and leaves out what is hidden or no page', async () => {
    const files = ['b/c.md', 'b/A.MDX', 'b/d.markdown', 'B.md', 'x.txt', '.h.md', '.git/a.md', 'node_modules/p/a.md'];
    for (const file of files) await write(file);
    expect(await scanned()).toEqual(['B.md', 'a.md', 'b/A.MDX', 'b/c.md', 'b/d.markdown']);
  });

  it('ends when links go round in circles, and follows no link to a folder', async () => {
    await write('b/c.md');
    await symlink(root, join(root, 'b', 'loop'));
    await symlink('loop2', join(root, 'loop2'));
    await symlink(join(base, 'docs-secret'), join(root, 'outside'));
    expect(await scanned()).toEqual(['a.md', 'b/c.md']);
  });
});

describe('PageReader', () => {
  const refusal = (reason: string) => ({ kind: 'refused', reason: expect.stringContaining(reason) });

  it('reads a page, without its byte order mark', async () => {
    await write('bom.md', '\ufeff# Title');
    expect(await reader.read('bom.md')).toEqual({ kind: 'text', text: '# Title' });
  });

  it.each([
    ...['../secret.md', 'b/../../secret.md', '..', '/etc/passwd', '/secret.md', '..\\secret.md', 'a.md\0'],
    ...['../docs-secret/secret.md', '../docs/a.md', './a.md', './/a.md', 'a.md/', ''],
  ])('refuses the path %p without a look at the file', async (path) => {
    expect(await reader.read(path)).toEqual(refusal('not the path of a page'));
  });

  it.each([
    ...['%2e%2e%2fsecret.md', '%2e%2e/secret.md', '%252e%252e%252fsecret.md', '..%c0%afsecret.md', '..%2fsecret.md'],
    ...['．．/secret.md', '‥/secret.md', '~/secret.md', 'file:///secret.md', 'missing.md', 'a.md/b.md'],
  ])('takes %p literally, as a name that does not exist', async (path) => {
    const read = await reader.read(path);
    expect(['missing', 'refused']).toContain(read.kind);
  });

  it('never gives out what is outside, whatever the path is made of', async () => {
    await symlink(base, join(root, 'up'));
    const part = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2f',
      '\0',
      'up',
      'docs',
      'secret.md',
      'docs-secret',
      'a.md',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), fc.constantFrom('', '/'), async (parts, glue) => {
        const read = await reader.read(parts.join(glue));
        return read.kind !== 'text' || read.text === 'inside';
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, string, string]>([
    ['to a file outside', '../secret.md', 'leaves the folder'],
    ['to a folder whose name begins alike', '../docs-secret/secret.md', 'leaves the folder'],
    ['to itself', 'link.md', 'ELOOP'],
    ['to the folder itself', '.', 'leaves the folder'],
    ['to a file that is no page', 'data.json', 'not a page'],
  ])('refuses a link %s', async (_name, target, reason) => {
    await write('data.json', 'SECRET');
    await symlink(target, join(root, 'link.md'));
    expect(await reader.read('link.md')).toEqual(refusal(reason));
  });

  it('refuses a path through a linked folder that leads outside', async () => {
    await symlink(join(base, 'docs-secret'), join(root, 'linked'));
    expect(await reader.read('linked/secret.md')).toEqual(refusal('leaves the folder'));
  });

  it('reads a link to a page inside, as Kubernetes mounts them', async () => {
    await write('..2026_01/page.md', 'mounted');
    await symlink('..2026_01', join(root, '..data'));
    await symlink('..data/page.md', join(root, 'page.md'));
    expect(await reader.read('page.md')).toEqual({ kind: 'text', text: 'mounted' });
  });

  it('looks anew at every read: a page replaced by a link is refused', async () => {
    expect(await reader.read('a.md')).toEqual({ kind: 'text', text: 'inside' });
    await unlink(join(root, 'a.md'));
    await symlink('../secret.md', join(root, 'a.md'));
    expect(await reader.read('a.md')).toEqual(refusal('leaves the folder'));
  });

  it.each<[string, Buffer, string]>([
    ['larger than 1 MiB', Buffer.alloc(1_048_577, 'x'), 'larger than 1 MiB (1048577 bytes)'],
    ['binary', Buffer.from('PNG\0...'), 'binary'],
    ['UTF-16', Buffer.from('\ufeff# Title', 'utf16le'), 'binary'],
  ])('refuses a file that is %s', async (_name, content, reason) => {
    await write('big.md', content);
    expect(await reader.read('big.md')).toEqual(refusal(reason));
  });

  it('reads a file of exactly 1 MiB', async () => {
    await write('big.md', Buffer.alloc(1_048_576, 'x'));
    expect((await reader.read('big.md')).kind).toBe('text');
  });

  it('refuses a folder and a named pipe with the name of a page', async () => {
    await write('folder.md/a.md');
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(root, 'pipe.md')]);
    const reads = await Promise.all(['folder.md', 'pipe.md'].map((path) => reader.read(path)));
    expect(reads).toEqual([refusal('not a file'), refusal('not a file')]);
  });
});
