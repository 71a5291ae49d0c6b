import { checkMessage } from '../answer.checker.mjs';
import { FIRST_ID, httpRequestOf, initialize } from '../requests.mjs';
import { WrongAnswerError } from '../wrong-answer.error.mjs';
import { open } from './open.mjs';
import { LineSplitter } from './line.splitter.mjs';
import { ResponseReader } from './response.reader.mjs';

const lines = (headers) => Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);

/** A session of the HTTP+SSE transport: a stream that brings the answers, and a connection to post on. */
export class SseSession {
  #server;
  #stream;
  #post;
  #event = '';
  #path;
  #onData;
  #onFailure = () => undefined;
  /** Requests that are neither answered nor accepted yet. */
  #open = 0;
  #accepted;

  /** Comments on the stream, which keep it open. */
  comments = 0;
  #onEnd;

  /**
   * @param server `port`, `path` of the stream, `headers`
   * @param onEnd told when the server ends the session; by default that is a failure
   */
  constructor(server, onEnd) {
    this.#server = server;
    this.#onEnd = onEnd;
  }

  /** Opens the stream; resolves when the server has said where to post. */
  async connect() {
    const { port, path, headers } = this.#server;
    this.#stream = await open(port);
    await new Promise((resolve, reject) => {
      this.#onFailure = reject;
      this.#onData = (data) => resolve((this.#path = data));
      this.#follow(this.#stream, new ResponseReader(() => undefined, this.#events()));
      const all = { Host: `127.0.0.1:${port}`, Accept: 'text/event-stream', ...headers };
      this.#stream.write(`GET ${path} HTTP/1.1\r\n${lines(all).join('')}\r\n`);
    });
    return this;
  }

  /** Opens the connection to post on, and shakes hands. */
  async begin() {
    await this.wake();
    await new Promise((resolve, reject) => {
      this.call(this.requestOf(initialize), initialize, FIRST_ID, resolve, reject);
    });
    return this;
  }

  /** Gives the connection up that it posts on, and keeps the stream. */
  rest() {
    this.#post.removeAllListeners('close');
    this.#post.destroy();
  }

  async wake() {
    this.#post = await open(this.#server.port);
    this.#follow(this.#post, new ResponseReader((body, head) => this.#accept(body, head)));
  }

  requestOf(request) {
    const { port, headers } = this.#server;
    return httpRequestOf(request, { port, path: this.#path, headers });
  }

  /** Posts one request; `done` is called once it is accepted and its answer has come on the stream and is right. */
  call(bytes, request, id, done, failed) {
    this.#open = 2;
    this.#accepted = () => {
      this.#open -= 1;
      if (this.#open === 0) done();
    };
    this.#onFailure = failed;
    this.#onData = (data) => {
      const message = JSON.parse(data);
      if ('method' in message) return;
      checkMessage(message, id, request);
      this.#accepted();
    };
    this.#post.write(bytes(id), 'latin1');
  }

  close() {
    for (const socket of [this.#stream, this.#post]) {
      socket?.removeAllListeners('close');
      socket?.destroy();
    }
  }

  #accept(body, { status, text }) {
    if (status !== 202) throw new WrongAnswerError(`the status is ${status}`, `${text}\n\n${body}`);
    this.#accepted();
  }

  #events() {
    const splitter = new LineSplitter((line) => {
      if (line.startsWith(':')) this.comments += 1;
      if (line.startsWith('data:')) this.#event += line.slice(5).trim();
      if (line.trim() !== '' || this.#event === '') return;
      const data = this.#event;
      this.#event = '';
      this.#onData(data);
    });
    return (piece, { status, text }) => {
      if (status !== 200) throw new WrongAnswerError(`the status is ${status}`, `${text}\n\n${piece}`);
      splitter.push(piece);
    };
  }

  #follow(socket, reader) {
    socket.on('data', (chunk) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#onFailure(error);
      }
    });
    socket.on('error', (error) => this.#onFailure(error));
    socket.on('close', () => {
      if (this.#onEnd && socket === this.#stream) this.#onEnd();
      else this.#onFailure(new Error('The server has ended a session'));
    });
  }
}
