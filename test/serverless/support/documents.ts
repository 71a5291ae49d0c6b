import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Event documents in the shapes that the sources document. */
export type DocumentName =
  | 'http-api'
  | 'http-api.jwt'
  | 'http-api.custom-domain'
  | 'function-url'
  | 'rest-api'
  | 'rest-api.cognito'
  | 'alb'
  | 'alb.multi-value';

/** The document, changed where a test says so: members of objects are replaced one by one. */
export function eventOf(name: DocumentName, change: object = {}): Record<string, unknown> {
  const text = readFileSync(join('test/serverless/events', `${name}.json`), 'utf8');
  return merged(JSON.parse(text) as Record<string, unknown>, change);
}

function merged(target: Record<string, unknown>, change: object): Record<string, unknown> {
  for (const [name, value] of Object.entries(change) as [string, unknown][]) {
    const present = target[name];
    target[name] = isPlain(present) && isPlain(value) ? merged(present, value) : value;
  }
  return target;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
