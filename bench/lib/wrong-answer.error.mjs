const SHOWN = 400;

/** A server has answered something else than what was asked for: its figures are worth nothing. */
export class WrongAnswerError extends Error {
  constructor(why, answer) {
    super(`Wrong answer: ${why}\n${String(answer).slice(0, SHOWN)}`);
    this.name = 'WrongAnswerError';
  }
}
