import { createHash, randomBytes } from 'node:crypto';

/** A fresh API key and the entry under which the server knows it. */
export interface MadeKey {
  readonly key: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

export function makeKey(
  subject: string,
  scopes: readonly string[],
  more: Readonly<Record<string, string>> = {},
): MadeKey {
  const key = `mcp_${randomBytes(32).toString('base64url')}`;
  const id = `${subject}-${randomBytes(4).toString('hex')}`;
  return {
    key,
    entry: { id, hash: `sha256:${createHash('sha256').update(key).digest('hex')}`, subject, scopes, ...more },
  };
}

/** Settings that accept these keys. */
export function accepting(...keys: readonly MadeKey[]): Record<string, string> {
  return { AUTH: 'api-key', API_KEYS: JSON.stringify(keys.map(({ entry }) => entry)) };
}
