import type { IncomingHttpHeaders } from 'node:http';
import type { HeaderParameter } from '../../catalog/index.js';

const PREFIX = '=?base64?';
const SUFFIX = '?=';
const CANONICAL_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * Compares the `Mcp-Param-*` headers of a call with its arguments (2026-07-28, basic/transports: custom headers).
 *
 * @returns what disagrees, or `undefined`
 */
export function paramHeaderFault(
  parameters: readonly HeaderParameter[],
  input: unknown,
  headers: IncomingHttpHeaders,
): string | undefined {
  for (const { path, header, type } of parameters) {
    const value = valueAt(input, path);
    const name = `Mcp-Param-${header}`;
    const raw = headers[name.toLowerCase()];
    // A proxy may have gone by the header already, which stands for nothing that is asked for.
    if ((value === undefined || value === null) && raw !== undefined)
      return `the header ${name} is given, and the argument ${path.join('.')} is not`;
    // Arguments of another type are refused by the tool's schema.
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    if (typeof raw !== 'string') return `the argument ${path.join('.')} is given, so the header ${name} must be, too`;
    const decoded = decodeHeader(raw.trim());
    if (decoded === undefined) return `the header ${name} is no valid Base64 value`;
    const equal =
      type === 'integer' && typeof value === 'number' && DECIMAL.test(decoded)
        ? Number(decoded) === value
        : decoded === String(value);
    if (!equal) return `the header ${name} and the argument ${path.join('.')} differ`;
  }
  return undefined;
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined),
    root,
  );
}

/** The text of a header value, Base64 or plain. Node.s decoder accepts more than the protocol, so the form is checked first. */
export function decodeHeader(value: string): string | undefined {
  if (!value.startsWith(PREFIX) || !value.endsWith(SUFFIX) || value.length < PREFIX.length + SUFFIX.length)
    return value;
  const base64 = value.slice(PREFIX.length, -SUFFIX.length);
  if (!CANONICAL_BASE64.test(base64)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}
