import { types } from 'node:util';
import { canonicalAddress } from '../../config/index.js';
import { REDACTED, sensitivePropertiesOf } from '../../mcp/contract/property.decorators.js';
import { isError, serializeError } from './error.serializer.js';

/** Members that hold credentials, by their name without case and separators: `X-API-Key`, `apiKey`, `api_key`. */
const SECRET_NAMES = new Set([
  ...['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'xapikey', 'apikey'],
  ...['password', 'passwd', 'passphrase', 'secret', 'clientsecret', 'privatekey'],
  ...['token', 'accesstoken', 'refreshtoken', 'idtoken', 'bearertoken'],
]);

/** Limits for logged values: deeper members and longer lists are cut. */
const MAX_DEPTH = 6;
const MAX_MEMBERS = 100;

type Members = Readonly<Record<string, unknown>>;

/**
 * Redacts a value for the log: removes credentials in headers and members and `@Sensitive` properties, and reduces HTTP
 * requests and errors to the fields an operator needs. Returns the same object when nothing changes.
 */
export function redactedValue(value: unknown): unknown {
  return redacted(value, []);
}

/** Redacts the members of a record; errors become plain objects. */
export function redactedMembers(members: Members): Members {
  return redacted(members, []) as Members;
}

function redacted(value: unknown, parents: readonly object[]): unknown {
  if (typeof value !== 'object' || value === null || isPlainValue(value)) return value;
  if (parents.includes(value)) return '[Circular]';
  if (parents.length > MAX_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]';
  const path = [...parents, value];
  if (isError(value)) return redacted(serializeError(value), path);
  if (isRequest(value)) return redacted(shownOf(value), path);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [key, member(String(key), inner, path)]));
  if (value instanceof Set) return new Set([...value].map((inner) => redacted(inner, path)));
  if (Array.isArray(value)) return items(value, path);
  return object(value, path);
}

/** Built-in values without members to redact. */
function isPlainValue(value: object): boolean {
  return types.isDate(value) || types.isRegExp(value) || ArrayBuffer.isView(value) || value instanceof URL;
}

function items(values: readonly unknown[], path: readonly object[]): readonly unknown[] {
  const shown = values.slice(0, MAX_MEMBERS).map((item) => redacted(item, path));
  if (values.length > MAX_MEMBERS) return [...shown, `${values.length - MAX_MEMBERS} more`];
  return shown.every((item, index) => item === values[index]) ? values : shown;
}

function object(value: object & { toJSON?: unknown }, path: readonly object[]): unknown {
  try {
    if (typeof value.toJSON === 'function') return redacted((value.toJSON as () => unknown)(), path);
    const sensitive = sensitivePropertiesOf(value.constructor ?? Object);
    const members: [string, unknown][] = Object.entries(value).slice(0, MAX_MEMBERS);
    const shown = members.map(([name, inner]) => [name, sensitive.has(name) ? REDACTED : member(name, inner, path)]);
    const isSame = shown.every(([, inner], index) => inner === members[index]?.[1]);
    if (isSame && members.length < MAX_MEMBERS) return value;
    return Object.assign(
      Object.create(Object.getPrototypeOf(value) as object | null) as object,
      Object.fromEntries(shown),
    );
  } catch {
    // A getter or `toJSON` throws.
    return '[unreadable]';
  }
}

function member(name: string, value: unknown, path: readonly object[]): unknown {
  if (typeof value === 'string' || Array.isArray(value)) {
    if (SECRET_NAMES.has(name.toLowerCase().replace(/[^a-z]/g, ''))) return REDACTED;
    if (/rawheaders/i.test(name)) return REDACTED;
  }
  return redacted(value, path);
}

interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly originalUrl?: string;
  readonly headers: Members;
  readonly socket?: { readonly remoteAddress?: string };
}

/** Requests of Node, Express and HTTP clients reference sockets, sessions and the application. */
function isRequest(value: object): value is HttpRequest {
  const { method, url, headers, socket } = value as Partial<HttpRequest>;
  return typeof method === 'string' && typeof url === 'string' && typeof headers === 'object' && socket !== undefined;
}

function shownOf({ method, url, originalUrl, headers, socket }: HttpRequest): Members {
  const [path] = (originalUrl ?? url).split('?');
  const address = socket?.remoteAddress;
  return { method, path, headers: { ...headers }, remoteAddress: address && canonicalAddress(address) };
}
