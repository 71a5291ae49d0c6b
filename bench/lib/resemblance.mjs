const NOTHING = Buffer.alloc(0);

/**
 * Remembers a verified answer. Another answer that equals it byte for byte, except for the digits of the id, is right as
 * well and needs no parsing: this keeps the load cheap.
 */
export class Resemblance {
  #bytes = NOTHING;
  #idPlaces = [];
  #pieces = [];

  /** @param regions the parts `[start, end]` that must be equal: all of it by default */
  remember(bytes, id, regions = [[0, bytes.length]]) {
    this.#bytes = Buffer.from(bytes);
    this.#idPlaces = [];
    this.#pieces = [];
    for (const region of regions) this.#split(region, String(id));
  }

  matches(bytes, id) {
    if (bytes.length !== this.#bytes.length || bytes.length === 0) return false;
    for (const [start, end] of this.#pieces) {
      if (this.#bytes.compare(bytes, start, end, start, end) !== 0) return false;
    }
    const digits = String(id);
    for (const place of this.#idPlaces) {
      if (bytes.latin1Slice(place, place + digits.length) !== digits) return false;
    }
    return true;
  }

  #split([from, to], digits) {
    let start = from;
    for (let place = this.#bytes.indexOf(digits, from); place >= 0 && place < to;) {
      this.#idPlaces.push(place);
      this.#pieces.push([start, place]);
      start = place + digits.length;
      place = this.#bytes.indexOf(digits, start);
    }
    this.#pieces.push([start, to]);
  }
}
