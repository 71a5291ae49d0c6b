import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readPage, ROOT, tableRows } from './markdown.js';

const MOST_FILES = 20;

const page = readPage('docs/architecture.md');

const filesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+[.]ts)`/g)].map(([, file = '']) => `src/${file}`);

const [[shared = ''] = []] = tableRows(page, 'From the peer to the method');
/** A call takes one of the two ways to the method that the last brackets name. */
const [direct = '', ...others] = [shared.replace(/ \(.*?\)/, ''), ...(/\(.*?\)/.exec(shared) ?? [])];
const toMethod = filesIn(direct);

const transports = tableRows(page, 'Transport', 'From the socket to the peer', 'In all, at most').map(
  ([name = '', files = '', total]) => ({
    name,
    files: [...filesIn(files), ...toMethod],
    total: Number(total),
  }),
);

const named = new Set([...transports.flatMap(({ files }) => files), ...filesIn(others.join())]);

describe('docs/architecture.md', () => {
  it('has at most 100 lines', () => {
    expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(100);
  });

  it('lists the files of every transport', () => {
    expect(transports.map(({ name }) => name)).toEqual([
      'stdio',
      'HTTP, 2025 and 2026',
      'HTTP through Nest',
      'HTTP with sessions',
      'SSE',
      'Function',
    ]);
    expect(toMethod.length).toBeGreaterThan(0);
  });

  it.each(transports)(`counts them right for $name, at most ${MOST_FILES}`, ({ files, total }) => {
    expect([total, new Set(files).size]).toEqual([files.length, files.length]);
    expect(files.length).toBeLessThanOrEqual(MOST_FILES);
  });

  it.each([...named])('names a file that exists: %s', (file) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
  });

  it('shows a picture that exists', () => {
    const [, picture = ''] = /!\[[^\]]+\]\(([^)]+)\)/.exec(page) ?? [];
    expect(existsSync(join(ROOT, 'docs', picture))).toBe(true);
  });
});
