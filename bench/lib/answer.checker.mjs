import { Resemblance } from './resemblance.mjs';
import { WrongAnswerError } from './wrong-answer.error.mjs';

const OPENING_BRACE = 0x7b;

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

/** Verifies every answer to requests of one kind: by parsing it, or by its resemblance to a verified one. */
export class AnswerChecker {
  #request;
  #verified = new Resemblance();

  constructor(request) {
    this.#request = request;
  }

  /** @throws {WrongAnswerError} */
  check(body, id) {
    if (this.#verified.matches(body, id)) return;
    const answers = messagesIn(body).filter((message) => !('method' in message));
    if (answers.length !== 1) throw new WrongAnswerError(`there are ${answers.length} answers in it`, body);
    checkMessage(answers[0], id, this.#request);
    this.#verified.remember(body, id);
  }
}
