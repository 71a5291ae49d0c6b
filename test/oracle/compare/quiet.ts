import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Wire } from '../sides/wire.js';

/** The cheapest job of the thread pool, which seals and opens states as well. */
const poolJob = promisify(randomBytes);

/** Rounds without anything new after which nothing is on its way any more. */
const ROUNDS = { complete: 1, open: 6, waiting: 60 };

/**
 * Knows when nothing is on its way any more, by cause and not by time: a round is a turn of the event loop, a job of the
 * thread pool and a way over the loopback device and back, each of which whatever is on its way would have taken as well.
 */
export class Quiet {
  private readonly waiting: (() => void)[] = [];

  private constructor(
    private readonly socket: Socket,
    private readonly stop: () => void,
  ) {}

  static async open(): Promise<Quiet> {
    const echo = createServer((peer) =>
      peer
        .setNoDelay()
        .on('error', () => undefined)
        .pipe(peer),
    );
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const socket = createConnection((echo.address() as AddressInfo).port, '127.0.0.1').setNoDelay();
    await once(socket, 'connect');
    return new Quiet(socket, () => {
      socket.destroy();
      echo.close();
    });
  }

  async of(wires: readonly Wire[]): Promise<void> {
    const activity = (): number => wires.reduce((sum, wire) => sum + wire.activity(), 0);
    let seen = activity();
    for (let rounds = 0; rounds < ROUNDS[stateOf(wires)]; rounds += 1) {
      await this.round();
      const now = activity();
      if (now !== seen) rounds = -1;
      seen = now;
    }
  }

  close(): void {
    this.stop();
  }

  /** The next round to begin, which all who wait share. */
  private round(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) void this.go();
    });
  }

  private async go(): Promise<void> {
    // Those who come while a round is under way have the next one.
    while (this.waiting.length > 0) {
      const joined = this.waiting.length;
      await setImmediate();
      await poolJob(1);
      const back = once(this.socket, 'data');
      this.socket.write('x');
      await back;
      const done = this.waiting.slice(0, joined);
      // Not empty before they have gone on: one loop is enough.
      done.forEach((resolve) => resolve());
      await setImmediate();
      this.waiting.splice(0, joined);
    }
  }
}

function stateOf(wires: readonly Wire[]): keyof typeof ROUNDS {
  const states = wires.map((wire) => wire.settled());
  if (states.includes('waiting')) return 'waiting';
  return states.includes('open') ? 'open' : 'complete';
}
