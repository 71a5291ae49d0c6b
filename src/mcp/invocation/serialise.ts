/** The result does not fit into `MAX_RESULT_BYTES`. */
export class ResultTooLargeError extends Error {
  override readonly name = 'ResultTooLargeError';

  constructor(bytes: number, limit: number) {
    super(
      `The result has ${bytes} bytes and the limit is ${limit}: ask for less, such as a narrower filter or a smaller page.`,
    );
  }
}

/** A result as plain JSON data, together with its text: measured once, written once. */
export class Serialised<Value = Readonly<Record<string, unknown>>> {
  constructor(
    readonly value: Value,
    readonly json: string,
  ) {}
}

/**
 * The value as plain JSON data, so that nothing behind this point can fail on it.
 *
 * @param maxBytes limit for the JSON text in UTF-8
 * @throws TypeError for what JSON cannot carry: cycles, BigInt, functions, symbols
 * @throws ResultTooLargeError
 */
export function serialise<Value>(value: Value, maxBytes: number): Serialised<Value> {
  const json = toJsonText(value);
  requireSize(json, maxBytes);
  return new Serialised(JSON.parse(json) as Value, json);
}

/** Like {@link serialise}, without the text. */
export function toPlainJson<Value>(value: Value, maxBytes: number): Value {
  return serialise(value, maxBytes).value;
}

/** @throws TypeError for what JSON cannot carry: cycles, BigInt, functions, symbols */
export function toJsonText(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError(`A ${typeof value} cannot be sent as JSON.`);
  return json;
}

/** UTF-8 needs at most this many bytes for one UTF-16 code unit. */
const MAX_UNIT_BYTES = 3;

/** @throws ResultTooLargeError */
export function requireSize(json: string, maxBytes: number): void {
  if (json.length * MAX_UNIT_BYTES <= maxBytes) return;
  const bytes = Buffer.byteLength(json);
  if (bytes > maxBytes) throw new ResultTooLargeError(bytes, maxBytes);
}
