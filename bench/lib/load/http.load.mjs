import { AnswerChecker } from '../answer.checker.mjs';
import { FIRST_ID, httpRequestOf } from '../requests.mjs';
import { HttpCaller } from './http.caller.mjs';
import { FIRST_ADDRESS } from './request.bytes.mjs';
import { measure } from './stop-watch.mjs';

const SLICE_MS = 250;

/** As many callers as there are connections, each calling again as soon as it has its answer. */
export class HttpLoad {
  #request;
  #options;
  #connections;
  #headersOf;
  #id = FIRST_ID;
  #watch;
  #waiting = 0;
  #done;
  failed = () => undefined;

  /**
   * @param options `port`, and where they differ from the usual: `path`, `era`, `headers`, `connections`; `addresses`, the
   *   number of callers that a trusted proxy would forward; `headersOf`, headers of one connection by its index
   */
  constructor(request, { connections = 32, addresses, headersOf = () => ({}), ...options }) {
    this.port = options.port;
    this.addresses = addresses;
    this.checker = new AnswerChecker(request);
    this.#request = request;
    this.#options = options;
    this.#connections = connections;
    this.#headersOf = headersOf;
  }

  /** @throws {WrongAnswerError} at the first answer that is not right */
  async run(ms, meter) {
    const callers = Array.from(
      { length: this.#connections },
      (_, index) => new HttpCaller(this, this.#headersOf(index)),
    );
    try {
      await Promise.all(callers.map((caller) => caller.connect()));
      return await measure(
        ms,
        (watch, done, failed) => {
          this.#watch = watch;
          this.#waiting = callers.length;
          this.#done = done;
          this.failed = failed;
          for (const caller of callers) caller.send();
        },
        meter,
      );
    } finally {
      for (const caller of callers) caller.close();
    }
  }

  /** Runs until at least so many calls are answered. */
  async runCalls(count, mostMs) {
    const end = performance.now() + mostMs;
    for (let done = 0; done < count;) {
      if (performance.now() > end) throw new Error(`${done} of ${count} calls were answered within ${mostMs / 1000} s`);
      done += (await this.run(SLICE_MS)).calls;
    }
  }

  /** The text of a request as a function of its id. */
  requestWith(headers) {
    const forwarded = this.addresses === undefined ? {} : { 'X-Forwarded-For': FIRST_ADDRESS };
    const all = { ...this.#options.headers, ...forwarded, ...headers };
    return httpRequestOf(this.#request, { ...this.#options, headers: all });
  }

  nextId() {
    this.#id += 1;
    return this.#id;
  }

  answered(caller) {
    this.#watch.tick();
    if (this.#watch.isRunning) return caller.send();
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#done();
  }
}
