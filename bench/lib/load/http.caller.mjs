import { connect } from 'node:net';
import { once } from 'node:events';
import { Resemblance } from '../resemblance.mjs';
import { WrongAnswerError } from '../wrong-answer.error.mjs';
import { RequestBytes } from './request.bytes.mjs';
import { ResponseReader } from './response.reader.mjs';

const READ_BYTES = 64 * 1024;
const STATUS_LENGTH = 'HTTP/1.1 200'.length;
const FRAMING = /\r\n(?:content-length: *\d+|transfer-encoding: *chunked)\r/i;

/** What has to be equal in two answers: the status, how the body is framed, and the body. Other headers may differ. */
function regionsOf(bytes) {
  const headEnd = bytes.indexOf('\r\n\r\n');
  const { index, 0: framing } = FRAMING.exec(bytes.latin1Slice(0, headEnd + 2));
  return [
    [0, STATUS_LENGTH],
    [index, index + framing.length],
    [headEnd, bytes.length],
  ];
}

/** One request at a time on a connection that stays open, each answer verified before the next is sent. */
export class HttpCaller {
  #load;
  #request;
  #socket;
  #reader;
  #id;
  #isBetween = true;
  /** The last whole answer on this connection that came in one piece. */
  #verified = new Resemblance();

  /** @param headers of its own, beside those of the load */
  constructor(load, headers) {
    this.#load = load;
    this.#request = new RequestBytes(load.requestWith(headers));
  }

  async connect() {
    this.#reader = new ResponseReader((body, head) => this.#receive(body, head));
    // Reading into one buffer saves the allocation of another for each answer.
    const onread = { buffer: Buffer.allocUnsafe(READ_BYTES), callback: (size, buffer) => this.#read(size, buffer) };
    this.#socket = connect({ port: this.#load.port, host: '127.0.0.1', noDelay: true, onread });
    await once(this.#socket, 'connect');
    this.#socket.on('error', (error) => this.#load.failed(error));
    this.#socket.on('close', () => this.#load.failed(new Error('The server has closed a connection')));
  }

  send() {
    this.#id = this.#load.nextId();
    if (this.#load.addresses !== undefined) this.#request.from(this.#id % this.#load.addresses);
    this.#socket.write(this.#request.withId(this.#id));
  }

  close() {
    this.#socket?.removeAllListeners('close');
    this.#socket?.destroy();
  }

  #read(size, buffer) {
    const bytes = buffer.subarray(0, size);
    if (this.#isBetween && this.#verified.matches(bytes, this.#id)) this.#load.answered(this);
    else this.#guarded(() => this.#readSlowly(Buffer.from(bytes)));
    return true;
  }

  #readSlowly(bytes) {
    const [wasBetween, id] = [this.#isBetween, this.#id];
    this.#isBetween = false;
    this.#reader.push(bytes);
    if (wasBetween && this.#isBetween) this.#verified.remember(bytes, id, regionsOf(bytes));
  }

  #receive(body, { status, text }) {
    if (status !== 200) throw new WrongAnswerError(`the status is ${status}`, `${text}\n\n${body}`);
    if (this.#isBetween) throw new WrongAnswerError('nobody has asked for it', body);
    this.#load.checker.check(body, this.#id);
    this.#isBetween = true;
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
