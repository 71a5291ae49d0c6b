import { FIRST_ID } from '../requests.mjs';

const ZERO = 0x30;

/** Addresses have octets of three digits, so that every request has the same length: `10.100.100.100` and on. */
export const FIRST_ADDRESS = '10.100.100.100';
const OCTETS = [3, 7, 11];

function placesOf(bytes, text) {
  const places = [];
  for (let place = bytes.indexOf(text); place >= 0; place = bytes.indexOf(text, place + text.length))
    places.push(place);
  return places;
}

function writeDigits(bytes, place, count, value) {
  let rest = value;
  for (let index = place + count - 1; index >= place; index -= 1) {
    bytes[index] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

/** The bytes of one request, made once. Only the digits that differ from call to call are written over. */
export class RequestBytes {
  #bytes;
  #idPlaces;
  #addressPlace;

  /** @param textOf the whole request as a function of the id */
  constructor(textOf) {
    this.#bytes = Buffer.from(textOf(FIRST_ID), 'latin1');
    this.#idPlaces = placesOf(this.#bytes, String(FIRST_ID));
    this.#addressPlace = this.#bytes.indexOf(FIRST_ADDRESS);
  }

  /** Valid until the next call: there is one buffer. */
  withId(id) {
    for (const place of this.#idPlaces) writeDigits(this.#bytes, place, 9, id);
    return this.#bytes;
  }

  /** Forwards the request for caller `index`, of up to a million. */
  from(index) {
    let rest = index;
    for (const octet of OCTETS.toReversed()) {
      writeDigits(this.#bytes, this.#addressPlace + octet, 3, 100 + (rest % 100));
      rest = Math.floor(rest / 100);
    }
  }
}
