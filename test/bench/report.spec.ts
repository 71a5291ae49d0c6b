import { chart, resultsPage, tabulate, target } from './support/bench.js';

const table = tabulate(
  { id: 'calls', title: 'Calls & more', unit: 'calls/s', offScale: ['raw'] },
  [
    { id: 'raw', label: 'raw', kind: 'limit', against: 'theirs' },
    { id: 'theirs', label: 'theirs', kind: 'rival', against: 'theirs' },
    { id: 'ours', label: 'ours', kind: 'product', against: 'theirs' },
    { id: 'broken', label: 'broken', kind: 'rival', against: 'theirs' },
  ],
  [
    { id: 'raw', values: [9000] },
    { id: 'theirs', values: [100] },
    { id: 'ours', values: [400] },
    { id: 'broken', failure: 'It has ended' },
  ],
);

const group = {
  ...{ group: 'http', quick: false, machine: { date: '2026-01-01', node: 'v20', cpu: '2 × Some' }, tables: [table] },
  targets: [
    target('of theirs', table, 'ours', 'theirs', 'at least', 3.5),
    target('of raw', table, 'ours', 'raw', 'at least', 0.5),
    { name: 'elsewhere', rule: 'at least', limit: 1, skipped: 'it is not here' },
    { name: 'of theirs (stretch)', rule: 'stretch', limit: 5, ratio: 4, low: 4, high: 4, isMet: false },
  ],
};

describe('the chart', () => {
  const svg = chart(group);
  const widths = [...svg.matchAll(/width="([\d.]+)" height="19" class="(\w+)"/g)].map(([, width, kind]) => [
    kind,
    Number(width),
  ]);

  it('draws bars on one scale, the longest first, without what is off the scale', () => {
    const [[first, longest], ...others] = widths as [[string, number]];

    expect(first).toBe('product');
    expect(others).toEqual([['rival', longest / 4]]);
  });

  it('says what is measured, the ratios, and what is not drawn', () => {
    expect(svg).toContain('Calls &amp; more');
    expect(svg).toContain('calls/s; longer is better; × theirs');
    expect(svg).toContain('4.00 ×');
    expect(svg).toContain('Not drawn: raw, 9,000 (90.0 ×)');
    expect(svg).toContain('failed');
  });
});

describe('the page of results', () => {
  const page = resultsPage([group]);

  it('counts the targets that are met', () => {
    expect(page).toContain('1 of 3 targets are met, 1 skipped.');
  });

  it('has a row for each target, and the reason where it was skipped', () => {
    expect(
      page
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .slice(1),
    ).toEqual([
      '| of theirs | 4.00 × | 4.00–4.00 | calls/s | 4.00 |  | ≥ 3.5 × | met |',
      '| of raw | 0.04 × | 0.04–0.04 | calls/s | 0.04 |  | ≥ 0.5 × | **missed** |',
      '| elsewhere | skipped: it is not here |  |  |  |  | ≥ 1 × | skipped |',
      '| of theirs (stretch) | 4.00 × | 4.00–4.00 |  |  |  | stretch 5 × | not reached |',
    ]);
  });

  it('links to no chart of a group that was skipped', () => {
    const skipped = { ...group, group: 'node24', tables: [], targets: [group.targets[2]!] };

    expect(resultsPage([group, skipped])).toContain('[chart](http.svg)');
    expect(resultsPage([group, skipped])).not.toContain('node24.svg');
  });
});
