import { checkMessage } from '../answer.checker.mjs';
import { echo, FIRST_ID, initialize, messageOf } from '../requests.mjs';
import { WrongAnswerError } from '../wrong-answer.error.mjs';
import { LineSplitter } from './line.splitter.mjs';
import { measure } from './stop-watch.mjs';

const INITIALIZED = '{"jsonrpc":"2.0","method":"notifications/initialized"}\n';

/** Calls over the stdin and stdout of a server, a number of them in flight. */
export class StdioLoad {
  #child;
  #next = messageOf(echo);
  #id = FIRST_ID;
  #waiting = new Set();
  #lines = [];
  #watch;
  #settle = { done: () => undefined, failed: () => undefined };
  #receive = () => undefined;

  constructor(child) {
    this.#child = child;
    const splitter = new LineSplitter((line) => this.#receive(line));
    child.stdin.on('error', (error) => this.#settle.failed(error));
    child.once('close', (code) => this.#settle.failed(new Error(`The server has ended with exit code ${code}`)));
    child.stdout.on('data', (chunk) => {
      try {
        splitter.push(chunk);
        this.#flush();
      } catch (error) {
        this.#settle.failed(error);
      }
    });
  }

  /** Shakes hands as a client of the 2025 revisions. */
  async begin() {
    await new Promise((done, failed) => {
      this.#settle = { done, failed };
      this.#receive = (line) => {
        checkMessage(JSON.parse(line), FIRST_ID, initialize);
        done();
      };
      this.#child.stdin.write(`${messageOf(initialize)(FIRST_ID)}\n`);
    });
    this.#receive = (line) => this.#answer(line);
    this.#child.stdin.write(INITIALIZED);
  }

  /** @throws {WrongAnswerError} at the first answer that is not right */
  run(ms, inFlight, meter) {
    const begin = (watch, done, failed) => {
      this.#watch = watch;
      this.#settle = { done, failed };
      for (let count = 0; count < inFlight; count += 1) this.#send();
      this.#flush();
    };
    return measure(ms, begin, meter);
  }

  #answer(line) {
    const message = JSON.parse(line);
    // Notifications are free to come.
    if ('method' in message) return;
    if (!this.#waiting.delete(message.id)) throw new WrongAnswerError('nobody has asked for it', line);
    checkMessage(message, message.id, echo);
    this.#watch.tick();
    if (this.#watch.isRunning) this.#send();
    else if (this.#waiting.size === 0) this.#settle.done();
  }

  #send() {
    this.#id += 1;
    this.#waiting.add(this.#id);
    this.#lines.push(this.#next(this.#id));
  }

  /** What was asked for by the answers of one piece goes out in one piece. */
  #flush() {
    if (this.#lines.length === 0) return;
    this.#child.stdin.write(`${this.#lines.join('\n')}\n`);
    this.#lines = [];
  }
}
