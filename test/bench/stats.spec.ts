import { compare, fastest, information, median, tabulate, target } from './support/bench.js';

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
    ['costs at most', 1, true],
    ['costs at most', 0.9, false],
  ])('says whether a ratio of 0.5 is %s %d', (rule, limit, isMet) => {
    expect(target('x', table, 'ours', 'raw', rule, limit)).toMatchObject({ ratio: 0.5, isMet });
  });

  it('has no target met by what did not run', () => {
    expect(target('x', table, 'ours', 'theirs', 'at least', 0)).toMatchObject({ isMet: false });
  });
});

const CANDIDATES = ['ours', 'theirs'].map((id) => ({ id, label: id, kind: 'rival', against: 'theirs' }));

/** Rows of which one makes twice as many calls, and uses a quarter of the processor time for each. */
const measured = (busy: number, loadBusy: number): object[] => [
  { id: 'ours', values: [200, 200, 200], micros: [10, 12, 11], busy, loadBusy },
  { id: 'theirs', values: [100, 100, 100], micros: [40, 44, 48], busy: 1, loadBusy: 0.1 },
];

const compared = (busy: number, loadBusy = 0.1, head: object = {}) =>
  tabulate({ id: 'calls', title: 'Calls', unit: 'calls/s', ...head }, CANDIDATES, measured(busy, loadBusy));

describe('the measure of a table', () => {
  it('is what the unit says where every server has used its core', () => {
    expect(compared(0.97)).toMatchObject({ measure: 'elapsed', rows: [{ ratio: 2 }, { ratio: 1 }] });
  });

  it('is processor time where a server has not', () => {
    expect(compared(0.8)).toMatchObject({
      measure: 'processor',
      reason: '1 of 2 servers did not use their core all the time',
      rows: [{ ratio: 4, leastMicros: 10, medianMicros: 11 }, { ratio: 1 }],
    });
  });

  it('names the servers of which the load was the limit', () => {
    expect(compared(0.8, 0.95).reason).toBe('the load was the limit of ours');
  });

  it('is what the table asks for', () => {
    expect(compared(0.8, 0.1, { measure: 'elapsed' })).toMatchObject({ measure: 'elapsed', rows: [{ ratio: 2 }, {}] });
  });

  it('decides which rival is the fastest', () => {
    const results = [
      { id: 'a', values: [100], micros: [10], busy: 0.5 },
      { id: 'b', values: [200], micros: [20], busy: 1 },
    ];

    expect(fastest(results, ['a', 'b'])).toBe('a');
  });

  it('comes with the ratios by every other one', () => {
    expect(target('x', compared(0.8), 'ours', 'theirs', 'at least', 3)).toMatchObject({
      ...{ measure: 'processor', ratio: 4, isMet: true },
      ratios: { elapsed: 2, processor: 4, leastProcessor: 4 },
    });
  });

  it('is said of a ratio without a target, too', () => {
    expect(information('x', compared(0.8), 'ours', 'theirs')).toMatchObject({ rule: 'information', ratio: 4 });
  });
});
