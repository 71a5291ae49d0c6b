import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from './differences.js';
import { renderTable } from './table.js';

const PAGE = join(__dirname, '..', '..', 'docs', 'oracle.md');

describe('the page about the differences', () => {
  it('is the table of the oracle', () => {
    const page = renderTable(differences);
    if (process.env['ORACLE_WRITE'] !== undefined) writeFileSync(PAGE, page);

    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });

  it('names each difference once', () => {
    const names = differences.map(({ name }) => name);

    expect(names).toEqual([...new Set(names)]);
  });
});
