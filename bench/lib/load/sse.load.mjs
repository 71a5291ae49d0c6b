import { echo, FIRST_ID } from '../requests.mjs';
import { SseSession } from './sse.session.mjs';
import { measure } from './stop-watch.mjs';

/** Sessions that each call again as soon as they have their answer. They stay open from round to round. */
export class SseLoad {
  #sessions;
  #id = FIRST_ID;

  constructor(server, size) {
    this.#sessions = Array.from({ length: size }, () => new SseSession(server));
  }

  async begin() {
    for (const session of this.#sessions) await (await session.connect()).begin();
  }

  /** @throws {WrongAnswerError} at the first answer that is not right */
  run(ms) {
    return measure(ms, (watch, done, failed) => {
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
    });
  }

  close() {
    for (const session of this.#sessions) session.close();
  }
}
