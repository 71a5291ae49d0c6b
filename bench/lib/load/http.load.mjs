import { connect } from 'node:net';
import { once } from 'node:events';
import { AnswerChecker } from '../answer.checker.mjs';
import { FIRST_ID, httpRequestOf } from '../requests.mjs';
import { WrongAnswerError } from '../wrong-answer.error.mjs';
import { ResponseReader } from './response.reader.mjs';
import { measure } from './stop-watch.mjs';

/** A loopback connection without delay for small packets. */
export async function open(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** One request at a time on a connection that stays open, each answer verified before the next is sent. */
class Caller {
  #load;
  #socket;
  #reader;
  #id;

  constructor(load) {
    this.#load = load;
  }

  async connect() {
    this.#socket = await open(this.#load.port);
    this.#reader = new ResponseReader((body, head) => this.#receive(body, head));
    this.#socket.on('data', (chunk) => this.#guarded(() => this.#reader.push(chunk)));
    this.#socket.on('error', (error) => this.#load.failed(error));
    this.#socket.on('close', () => this.#load.failed(new Error('The server has closed a connection')));
  }

  send() {
    this.#id = this.#load.nextId();
    this.#socket.write(this.#load.request(this.#id), 'latin1');
  }

  close() {
    this.#socket?.removeAllListeners('close');
    this.#socket?.destroy();
  }

  #receive(body, { status, text }) {
    if (status !== 200) throw new WrongAnswerError(`the status is ${status}`, `${text}\n\n${body}`);
    this.#load.checker.check(body, this.#id);
    this.#load.answered(this);
  }

  #guarded(action) {
    try {
      action();
    } catch (error) {
      this.#load.failed(error);
    }
  }
}

/** As many callers as there are connections, each calling again as soon as it has its answer. */
export class HttpLoad {
  #connections;
  #id = FIRST_ID;
  #watch;
  #waiting = 0;
  #done;
  failed = () => undefined;

  /** @param options `port`, and where they differ from the usual: `path`, `era`, `headers`, `connections` */
  constructor(request, { connections = 32, ...options }) {
    this.port = options.port;
    this.request = httpRequestOf(request, options);
    this.checker = new AnswerChecker(request);
    this.#connections = connections;
  }

  /** @throws {WrongAnswerError} at the first answer that is not right */
  async run(ms) {
    const callers = Array.from({ length: this.#connections }, () => new Caller(this));
    try {
      await Promise.all(callers.map((caller) => caller.connect()));
      return await measure(ms, (watch, done, failed) => {
        this.#watch = watch;
        this.#waiting = callers.length;
        this.#done = done;
        this.failed = failed;
        for (const caller of callers) caller.send();
      });
    } finally {
      for (const caller of callers) caller.close();
    }
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
