import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { links, prose, readPage, ROOT, tableRows } from './markdown.js';

const ROWS = 41;
const rows = tableRows(readPage('docs/security.md'), 'Row', 'Property', 'Tests').map(([row, property, tests = '']) => ({
  row: Number(row),
  property,
  files: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
}));

/** Whether a test or a suite of the file begins with the row. */
const hasTestOf = (file: string, row: number): boolean => new RegExp(`['"\`]row ${row}[:,'"\`]`).test(readPage(file));

describe('the table of docs/security.md', () => {
  it(`has the rows 1 to ${ROWS}, each with a property of its own and a test`, () => {
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
    expect(new Set(rows.map(({ property }) => property)).size).toBe(ROWS);
    expect(rows.filter(({ property, files }) => property === '' || files.length === 0)).toEqual([]);
  });

  it.each(rows.flatMap(({ row, files }) => files.map((file) => [row, file] as const)))(
    'says the truth of row %d: %s has a test of that name',
    (row, file) => {
      expect([existsSync(join(ROOT, file)), hasTestOf(file, row)]).toEqual([true, true]);
    },
  );
});

describe('SECURITY.md', () => {
  const page = readPage('SECURITY.md');

  it('has links that lead somewhere, and no address of one machine', () => {
    const broken = links(page).filter(({ target }) => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, target)));
    expect(broken).toEqual([]);
    expect(prose(page)).not.toMatch(/\/(?:home|Users|root|work)\/|\/tmp\//);
  });

  it.each(['Supported versions', 'Reporting', 'Threat model', 'What is not defended', 'Advice'])(
    'says: %s',
    (section) => {
      expect(page).toMatch(new RegExp(`^##+ ${section}`, 'm'));
    },
  );
});
