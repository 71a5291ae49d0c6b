import { CallLifetime, Cancellation } from './call-lifetime.js';

describe('the lifetime of a call', () => {
  it('aborts the signal with the first reason, whenever the signal was asked for', () => {
    const [early, late] = [new CallLifetime(), new CallLifetime()];
    const { signal } = early;
    for (const lifetime of [early, late]) {
      lifetime.end('first');
      lifetime.end('second');
    }

    expect([signal, early.signal, late.signal].map(({ aborted, reason }) => [aborted, reason as unknown])).toEqual([
      [true, 'first'],
      [true, 'first'],
      [true, 'first'],
    ]);
  });

  it('calls each listener once, registered before the end or after it', () => {
    const lifetime = new CallLifetime();
    const told: string[] = [];
    lifetime.onEnd(() => told.push('before'));
    lifetime.end('over');
    lifetime.end('again');
    lifetime.onEnd(() => told.push('after'));

    expect([told, lifetime.isOver]).toEqual([['before', 'after'], true]);
  });
});

describe('a cancellation', () => {
  it('calls each listener once, registered before or after, and none that was removed', () => {
    const cancellation = new Cancellation();
    const told: string[] = [];
    cancellation.onCancel(() => told.push('before'));
    cancellation.onCancel(() => told.push('removed'))();
    cancellation.cancel();
    cancellation.cancel();
    cancellation.onCancel(() => told.push('after'))();

    expect([told, cancellation.isCancelled]).toEqual([['before', 'after'], true]);
  });
});
