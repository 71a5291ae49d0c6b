import { CallEnd } from './call-end.js';

describe('the end of a call', () => {
  it('aborts the signal with the first reason, whenever it was asked for', () => {
    const [early, late] = [new CallEnd(), new CallEnd()];
    const { signal } = early;
    for (const end of [early, late]) {
      end.come('first');
      end.come('second');
    }

    expect([signal, early.signal, late.signal].map(({ aborted, reason }) => [aborted, reason as unknown])).toEqual([
      [true, 'first'],
      [true, 'first'],
      [true, 'first'],
    ]);
  });

  it('is told once to everybody who asks, before it or after it', () => {
    const end = new CallEnd();
    const told: string[] = [];
    end.whenOver(() => told.push('before'));
    end.come('over');
    end.come('again');
    end.whenOver(() => told.push('after'));

    expect([told, end.isOver]).toEqual([['before', 'after'], true]);
  });
});
