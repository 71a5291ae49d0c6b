import { isUtf8 } from 'node:buffer';
import { STATUS_CODES, type OutgoingHttpHeaders } from 'node:http';
import { valuesOf } from '../end-to-end.headers.js';
import type { Sourced } from './events.js';

/** A whole answer. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** The document that a handler returns to Lambda. */
export interface LambdaResult {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** The head of an answer that is streamed. */
export interface StreamHead {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

/** An answer in the words of whoever asked. */
export function toResult(sourced: Sourced, { status, headers, body }: WholeAnswer): LambdaResult {
  const { lines, cookies } = valuesOf(headers);
  const payload = textOf(body);
  switch (sourced.source) {
    case 'v2':
      return { statusCode: status, headers: single(lines), ...(cookies.length > 0 && { cookies }), ...payload };
    case 'v1':
      return { statusCode: status, multiValueHeaders: multiple(lines, cookies), ...payload };
    case 'alb': {
      const statusDescription = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
      const inLists = sourced.event.multiValueHeaders !== undefined && sourced.event.multiValueHeaders !== null;
      const all = inLists
        ? { multiValueHeaders: multiple(lines, cookies) }
        : { headers: { ...single(lines), ...spelled(cookies) } };
      return { statusCode: status, statusDescription, ...all, ...payload };
    }
  }
}

export function toStreamHead(status: number, headers: OutgoingHttpHeaders): StreamHead {
  const { lines, cookies } = valuesOf(headers);
  return { statusCode: status, headers: single(lines), cookies };
}

type Lines = ReturnType<typeof valuesOf>['lines'];

/** Text goes as it is; what is none would be damaged on the way. */
function textOf(body: Buffer): Pick<LambdaResult, 'body' | 'isBase64Encoded'> {
  return isUtf8(body)
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

function single(lines: Lines): Record<string, string> {
  return Object.fromEntries(lines.map(([name, values]) => [name, values.join(', ')]));
}

function multiple(lines: Lines, cookies: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries([...lines, ...(cookies.length > 0 ? [['set-cookie', cookies] as const] : [])]);
}

/** Where every name may have one value, each cookie gets a spelling of the name: HTTP does not tell them apart. */
function spelled(cookies: readonly string[]): Record<string, string> {
  const name = 'set-cookie';
  const letters = [...name].flatMap((letter, index) => (letter === '-' ? [] : [index]));
  return Object.fromEntries(
    cookies.map((cookie, number) => {
      const spelling = [...name].map((letter, index) =>
        (number >> letters.indexOf(index)) & 1 && letters.includes(index) ? letter.toUpperCase() : letter,
      );
      return [spelling.join(''), cookie];
    }),
  );
}
