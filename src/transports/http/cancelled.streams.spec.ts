import { CancelledStreams } from './cancelled.streams.js';

describe('CancelledStreams', () => {
  it('finds the stream whose only request is cancelled, once', () => {
    const streams = new CancelledStreams();
    streams.posted([1]);

    expect([streams.cancelled(1), streams.cancelled(1), streams.answered(1)]).toEqual([[1], [], []]);
  });

  it('finds nothing when every request is answered, or was never asked', () => {
    const streams = new CancelledStreams();
    streams.posted([1, '1']);

    expect([streams.answered(1), streams.answered('1'), streams.cancelled(1), streams.cancelled(2)]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it('finds the stream of a batch when the last of its requests is answered or cancelled', () => {
    const streams = new CancelledStreams();
    streams.posted([1, 2, 3]);
    streams.posted([4, 5]);

    expect([streams.cancelled(1), streams.cancelled(3), streams.answered(2)]).toEqual([[], [], [1, 3]]);
    expect([streams.answered(4), streams.cancelled(5)]).toEqual([[], [5]]);
  });

  it('knows nothing of a POST that was not taken', () => {
    const streams = new CancelledStreams();
    streams.posted([1]);
    streams.forget([1]);

    expect(streams.cancelled(1)).toEqual([]);
  });
});
