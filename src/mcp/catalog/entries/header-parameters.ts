/** A tool parameter that the client repeats in the HTTP header `Mcp-Param-<header>` (SEP-2243), so that proxies can route by it. */
export interface HeaderParameter {
  readonly path: readonly string[];
  readonly header: string;
  readonly type: 'string' | 'integer' | 'boolean';
}

const KEYWORD = 'x-mcp-header';
const TYPES: ReadonlySet<unknown> = new Set(['string', 'integer', 'boolean']);
/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Finds the parameters with `x-mcp-header` in an input schema and reports declarations that clients would not understand. */
export function headerParametersOf(schema: unknown, fault: (message: string) => void): readonly HeaderParameter[] {
  const found: HeaderParameter[] = [];
  visitProperties(schema, [], found, fault);
  const misplaced = countKeyword(schema) - found.length;
  if (misplaced > 0)
    fault(`${KEYWORD} works only on properties below \`properties\`, not in items, references or conditions`);
  const names = found.map(({ header }) => header.toLowerCase());
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) fault(`${KEYWORD} '${name}' is used twice: header names ignore case`);
  }
  return found;
}

function visitProperties(
  schema: unknown,
  path: readonly string[],
  found: HeaderParameter[],
  fault: (message: string) => void,
): void {
  const properties = (schema as { properties?: Record<string, Record<string, unknown>> } | null)?.properties;
  for (const [name, property] of Object.entries(properties ?? {})) {
    const here = [...path, name];
    if (KEYWORD in property) {
      const { [KEYWORD]: header, type } = property;
      found.push({ path: here, header: String(header), type: type as HeaderParameter['type'] });
      if (typeof header !== 'string' || !TOKEN.test(header)) fault(`${KEYWORD} of ${here.join('.')} is no header name`);
      if (!TYPES.has(type)) fault(`${KEYWORD} of ${here.join('.')} needs the type string, integer or boolean`);
    }
    visitProperties(property, here, found, fault);
  }
}

/** How often the keyword is used anywhere; a property that is itself called so does not count. */
function countKeyword(node: unknown, areNames = false): number {
  if (typeof node !== 'object' || node === null) return 0;
  const own = !areNames && !Array.isArray(node) && KEYWORD in node ? 1 : 0;
  const members = Object.entries(node).map(([key, value]) => countKeyword(value, !areNames && key === 'properties'));
  return members.reduce((sum, count) => sum + count, own);
}
