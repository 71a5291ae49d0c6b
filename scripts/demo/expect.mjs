/** Throws unless the condition holds; the message says what is wrong instead. */
export function holds(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}

/** Throws unless both are the same as JSON, and says on one line what came back and what should have. */
export function same(what, actual, expected) {
  const [got, wanted] = [actual, expected].map((value) => JSON.stringify(value));
  holds(got === wanted, `${what}: got ${got}, expected ${wanted}`);
}
