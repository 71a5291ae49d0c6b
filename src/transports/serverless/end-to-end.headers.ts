import type { OutgoingHttpHeaders } from 'node:http';

/** Headers that are about a connection (RFC 9110, section 7.6.1), which is the platform's. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers that are meant for the client. */
export function endToEnd(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase())));
}

/** Of these Node's HTTP server keeps the first, whoever sends more. */
const SINGLE = new Set([
  'authorization',
  'content-length',
  'content-type',
  'host',
  'proxy-authorization',
  'referer',
  'user-agent',
]);

/** Headers of a request as Node's HTTP server gives them (Node.js, http: message.headers). */
export function asReceived(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]): [string, string][] => {
      const [first, ...others] = typeof value === 'string' ? [value] : value;
      if (first === undefined) return [];
      const values = SINGLE.has(name) ? [first] : [first, ...others];
      return [[name, values.join(name === 'cookie' ? '; ' : ', ')]];
    }),
  );
}

/** Every value of every header, apart from cookies, which cannot share a line. */
export function valuesOf(headers: OutgoingHttpHeaders): {
  readonly lines: readonly (readonly [string, readonly string[]])[];
  readonly cookies: readonly string[];
} {
  const lines = Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat().map(String)] as const);
  return {
    lines: lines.filter(([name]) => name.toLowerCase() !== 'set-cookie'),
    cookies: lines.flatMap(([name, values]) => (name.toLowerCase() === 'set-cookie' ? values : [])),
  };
}
