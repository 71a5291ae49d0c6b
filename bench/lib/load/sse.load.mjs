import { echo, FIRST_ID } from '../requests.mjs';
import { SseSession } from './sse.session.mjs';
import { measure } from './stop-watch.mjs';

/**
 * Sessions that each call again as soon as they have their answer. Their streams stay open from round to round; servers
 * close the connections to post on when nothing comes for a while, as while it is the turn of another server.
 */
export class SseLoad {
  #sessions;
  #id = FIRST_ID;

  constructor(server, size) {
    this.#sessions = Array.from({ length: size }, () => new SseSession(server));
  }

  async begin() {
    for (const session of this.#sessions) {
      await (await session.connect()).begin();
      session.rest();
    }
  }

  /** @throws {WrongAnswerError} at the first answer that is not right */
  async run(ms, meter) {
    await Promise.all(this.#sessions.map((session) => session.wake()));
    try {
      return await this.#measured(ms, meter);
    } finally {
      for (const session of this.#sessions) session.rest();
    }
  }

  #measured(ms, meter) {
    const begin = (watch, done, failed) => {
      let waiting = this.#sessions.length;
      for (const session of this.#sessions) {
        const bytes = session.requestOf(echo);
        const answered = () => {
          watch.tick();
          if (watch.isRunning) return send();
          waiting -= 1;
          if (waiting === 0) done();
        };
        const send = () => session.call(bytes, echo, (this.#id += 1), answered, failed);
        send();
      }
    };
    return measure(ms, begin, meter);
  }

  close() {
    for (const session of this.#sessions) session.close();
  }
}
