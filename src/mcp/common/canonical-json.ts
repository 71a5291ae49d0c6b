/**
 * Writes JSON data in one way only (RFC 8785): members sorted by their names, no blanks, numbers and texts as ECMAScript
 * writes them. Members that JSON cannot carry are left out, as `JSON.stringify` leaves them out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let members = '';
  for (const name of sortedNames(value)) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Sorting what is in order already takes longer than seeing that it is. */
function sortedNames(value: object): readonly string[] {
  const names = Object.keys(value);
  return names.every((name, place) => place === 0 || name > (names[place - 1] as string)) ? names : names.sort();
}
