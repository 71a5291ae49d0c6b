import { compare, median, tabulate, target } from './support/bench.js';

describe('the median', () => {
  it('is the value in the middle, or the mean of the two there', () => {
    expect([median([9, 1, 5]), median([4, 1, 3, 100]), median([7])]).toEqual([5, 3.5, 7]);
  });

  it('is of something', () => {
    expect(() => median([])).toThrow('There is no median of nothing');
  });
});

describe('a comparison', () => {
  it('is the ratio of the medians, with the least and the largest ratio of a round', () => {
    expect(compare([10, 40, 30], [10, 10, 20])).toEqual({ ratio: 3, low: 1, high: 4 });
  });

  it('is made round by round', () => {
    expect(() => compare([1, 2], [1])).toThrow('Both need a value for each round');
  });
});

const table = tabulate(
  { id: 'calls', title: 'Calls', unit: 'calls/s' },
  ['raw', 'ours', 'theirs'].map((id) => ({ id, label: id, kind: 'rival', against: 'raw' })),
  [
    { id: 'raw', values: [100, 100, 100] },
    { id: 'ours', values: [50, 60, 40] },
    { id: 'theirs', failure: 'It has ended' },
  ],
);

describe('a table', () => {
  it('has what did not run as a row of its own', () => {
    expect(table.rows).toMatchObject([
      { id: 'raw', median: 100, ratio: 1 },
      { id: 'ours', median: 50, ratio: 0.5, low: 0.4, high: 0.6 },
      { id: 'theirs', failure: 'It has ended' },
    ]);
  });

  it.each([
    ['at least', 0.5, true],
    ['at least', 0.51, false],
    ['at most', 0.5, true],
    ['at most', 0.49, false],
    ['within', 0.5, true],
    ['within', 0.4, false],
  ])('says whether a ratio of 0.5 is %s %d', (rule, limit, isMet) => {
    expect(target('x', table, 'ours', 'raw', rule, limit)).toMatchObject({ ratio: 0.5, isMet });
  });

  it('has no target met by what did not run', () => {
    expect(target('x', table, 'ours', 'theirs', 'at least', 0)).toMatchObject({ isMet: false });
  });
});
