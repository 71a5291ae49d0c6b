/** The result does not fit into `MAX_RESULT_BYTES`. */
export class ResultTooLargeError extends Error {
  override readonly name = 'ResultTooLargeError';

  constructor(bytes: number, limit: number) {
    super(
      `The result has ${bytes} bytes and the limit is ${limit}: ask for less, such as a narrower filter or a smaller page.`,
    );
  }
}

/**
 * The value as plain JSON data, so that nothing behind this point can fail on it.
 *
 * @param maxBytes limit for the JSON text in UTF-8
 * @throws TypeError for what JSON cannot carry: cycles, BigInt, functions, symbols
 * @throws ResultTooLargeError
 */
export function toPlainJson<Value>(value: Value, maxBytes: number): Value {
  const json = toJsonText(value);
  requireSize(json, maxBytes);
  return JSON.parse(json) as Value;
}

/** @throws TypeError for what JSON cannot carry: cycles, BigInt, functions, symbols */
export function toJsonText(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError(`A ${typeof value} cannot be sent as JSON.`);
  return json;
}

/** @throws ResultTooLargeError */
export function requireSize(json: string, maxBytes: number): void {
  const bytes = Buffer.byteLength(json);
  if (bytes > maxBytes) throw new ResultTooLargeError(bytes, maxBytes);
}
