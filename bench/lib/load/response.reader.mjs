const NOTHING = Buffer.alloc(0);

function readHead(text) {
  const status = Number(text.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(text);
  const chunked = /\r\ntransfer-encoding: *chunked/i.test(text);
  if (!length && !chunked && status !== 204) throw new Error(`An answer without an end:\n${text}`);
  return { status, text, chunked, length: length ? Number(length[1]) : 0 };
}

/** Takes the bytes of a connection and gives the HTTP/1.1 answers in them: enough of the protocol for a benchmark. */
export class ResponseReader {
  #rest = NOTHING;
  #head;
  #pieces = [];
  /** Bytes that are still to come of the body or chunk, and of the line end behind it. */
  #left = 0;
  #skip = 0;
  #isLastChunk = false;
  #onAnswer;
  #onPiece;

  /**
   * @param onAnswer told `(body, head)` of every whole answer
   * @param onPiece told every piece of a body as it comes, for answers that have no end; it is not collected then
   */
  constructor(onAnswer, onPiece) {
    this.#onAnswer = onAnswer;
    this.#onPiece = onPiece;
  }

  push(chunk) {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = NOTHING;
    while (bytes !== undefined && (bytes.length > 0 || this.#isWhole())) {
      bytes = this.#head ? this.#readBody(bytes) : this.#readHead(bytes);
    }
  }

  #isWhole() {
    return this.#head !== undefined && !this.#head.chunked && this.#left === 0;
  }

  #readHead(bytes) {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return this.#wait(bytes);
    this.#head = readHead(bytes.latin1Slice(0, end));
    this.#left = this.#head.length;
    return bytes.subarray(end + 4);
  }

  #readBody(bytes) {
    const rest = this.#head.chunked ? this.#readChunk(bytes) : this.#take(bytes);
    if (rest !== undefined && this.#isEnd()) this.#finish();
    return rest;
  }

  #isEnd() {
    if (!this.#head.chunked) return this.#left === 0;
    return this.#isLastChunk && this.#skip === 0;
  }

  #readChunk(bytes) {
    if (this.#left > 0) {
      const rest = this.#take(bytes);
      if (this.#left === 0) this.#skip = 2;
      return rest;
    }
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, bytes.length);
      this.#skip -= skipped;
      return bytes.subarray(skipped);
    }
    const end = bytes.indexOf('\r\n');
    if (end < 0) return this.#wait(bytes);
    this.#left = Number.parseInt(bytes.latin1Slice(0, end), 16);
    this.#isLastChunk = this.#left === 0;
    if (this.#isLastChunk) this.#skip = 2;
    return bytes.subarray(end + 2);
  }

  #take(bytes) {
    const piece = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes;
    this.#left -= piece.length;
    if (this.#onPiece) this.#onPiece(piece, this.#head);
    else this.#pieces.push(piece);
    return bytes.subarray(piece.length);
  }

  #wait(bytes) {
    this.#rest = bytes;
    return undefined;
  }

  #finish() {
    const [head, pieces] = [this.#head, this.#pieces];
    this.#head = undefined;
    this.#pieces = [];
    this.#isLastChunk = false;
    this.#onAnswer(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces), head);
  }
}
