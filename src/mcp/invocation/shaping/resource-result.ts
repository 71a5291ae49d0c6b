import type { ReadResourceResult } from '@modelcontextprotocol/server';
import { toJsonText } from '../serialise.js';
import { cacheOf, metaOf } from './result-parts.js';

type Contents = ReadResourceResult['contents'][number];

/**
 * Makes resource contents of what the method returned: a string, bytes, one or several contents in the protocol's form,
 * or data, which becomes JSON text.
 */
export function toResourceResult(value: unknown, uri: string, mimeType: string | undefined): ReadResourceResult {
  const { contents } = (value ?? {}) as { contents?: unknown };
  if (Array.isArray(contents) && contents.every(isContents)) {
    const own = value as Readonly<Record<string, unknown>>;
    return { ...metaOf(own), ...cacheOf(own), contents: contents.map((item) => one(item, uri, mimeType)) };
  }
  const several = Array.isArray(value) && value.length > 0 && value.every(isContents);
  return {
    contents: several ? (value as unknown[]).map((item) => one(item, uri, mimeType)) : [one(value, uri, mimeType)],
  };
}

const KEYS: ReadonlySet<string> = new Set(['uri', 'mimeType', 'text', 'blob', '_meta']);

function isContents(value: unknown): value is { text: string } | { blob: string | Uint8Array } {
  if (typeof value !== 'object' || value === null) return false;
  // An object that only happens to have a text among other data is data.
  if (!Object.keys(value).every((key) => KEYS.has(key))) return false;
  const { text, blob } = value as { text?: unknown; blob?: unknown };
  return typeof text === 'string' || typeof blob === 'string' || blob instanceof Uint8Array;
}

function one(value: unknown, uri: string, mimeType: string | undefined): Contents {
  if (typeof value === 'string') return { uri, mimeType: mimeType ?? 'text/plain', text: value };
  if (value instanceof Uint8Array) {
    return { uri, mimeType: mimeType ?? 'application/octet-stream', blob: Buffer.from(value).toString('base64') };
  }
  if (isContents(value)) {
    const contents =
      'blob' in value && typeof value.blob !== 'string'
        ? { ...value, blob: Buffer.from(value.blob).toString('base64') }
        : value;
    return { uri, ...(mimeType !== undefined && { mimeType }), ...contents } as Contents;
  }
  return { uri, mimeType: mimeType ?? 'application/json', text: toJsonText(value ?? null) };
}
