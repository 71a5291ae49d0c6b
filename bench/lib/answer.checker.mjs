import { WrongAnswerError } from './wrong-answer.error.mjs';

const OPENING_BRACE = 0x7b;
const NOTHING = Buffer.alloc(0);

/** The JSON-RPC messages of a body, which is JSON or an event stream. */
export function messagesIn(body) {
  try {
    if (body[0] === OPENING_BRACE) return [JSON.parse(body.toString())];
    return [...body.toString().matchAll(/^data: ?(\{.*\})\r?$/gm)].map(([, data]) => JSON.parse(data));
  } catch {
    throw new WrongAnswerError('this is not JSON', body);
  }
}

/** @throws {WrongAnswerError} unless the message answers the request, and rightly */
export function checkMessage(message, id, { fault }) {
  const why =
    message?.id !== id
      ? `the id is ${JSON.stringify(message?.id)} and not ${id}`
      : message.error
        ? 'this is an error'
        : fault(message, id);
  if (why !== undefined) throw new WrongAnswerError(why, JSON.stringify(message));
}

/**
 * Verifies every answer to requests of one kind, without costing as much as the server. An answer is parsed and looked
 * at; one that equals a verified answer byte for byte, but for the digits of the id, needs no parsing to be right.
 */
export class AnswerChecker {
  #request;
  #verified = NOTHING;
  #idPlaces = [];
  #pieces = [];

  constructor(request) {
    this.#request = request;
  }

  /** @throws {WrongAnswerError} */
  check(body, id) {
    if (this.#resembles(body, id)) return;
    const answers = messagesIn(body).filter((message) => !('method' in message));
    if (answers.length !== 1) throw new WrongAnswerError(`there are ${answers.length} answers in it`, body);
    checkMessage(answers[0], id, this.#request);
    this.#remember(body, String(id));
  }

  #resembles(body, id) {
    if (body.length !== this.#verified.length || body.length === 0) return false;
    for (const [start, end] of this.#pieces) {
      if (this.#verified.compare(body, start, end, start, end) !== 0) return false;
    }
    const digits = String(id);
    return this.#idPlaces.every((place) => body.latin1Slice(place, place + digits.length) === digits);
  }

  #remember(body, digits) {
    this.#verified = Buffer.from(body);
    this.#idPlaces = [];
    this.#pieces = [];
    let start = 0;
    for (let place = body.indexOf(digits); place >= 0; place = body.indexOf(digits, start)) {
      this.#idPlaces.push(place);
      this.#pieces.push([start, place]);
      start = place + digits.length;
    }
    this.#pieces.push([start, body.length]);
  }
}
