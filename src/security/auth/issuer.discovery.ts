import { type Settings, toTrustedUrl } from '../../config/index.js';

/** Where an issuer publishes what it offers, in the order of the MCP specification (basic/authorization: discovery). */
function discoveryUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/+$/, '');
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
    ]),
  ];
}

/**
 * Where the keys of the issuer are: as set, or as the issuer says.
 *
 * @throws Error when no document of the issuer says it
 */
export async function findKeysUrl({ jwtIssuer = '', jwtJwksUri }: Settings): Promise<string> {
  if (jwtJwksUri !== undefined) return jwtJwksUri;
  const faults: string[] = [];
  for (const url of discoveryUrls(jwtIssuer)) {
    try {
      return keysUrlIn(await fetchJson(url), jwtIssuer);
    } catch (error) {
      faults.push(`${url}: ${(error as Error).message}`);
    }
  }
  throw new Error(faults.join('; '));
}

/** A document that speaks of another issuer may be somebody else's (RFC 8414, section 3.3). */
function keysUrlIn(document: unknown, issuer: string): string {
  const { issuer: named, jwks_uri: keys } = (document ?? {}) as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer) throw new Error('the document names another issuer');
  if (typeof keys === 'string' && toTrustedUrl(keys, { query: true })) return keys;
  throw new Error('the document names no jwks_uri that is safe to use');
}

const TIMEOUT_MS = 5000;
const MAX_BYTES = 1024 * 1024;

/**
 * Gets a JSON document, following no redirect: it could lead anywhere.
 *
 * @throws Error when it takes longer than 5 seconds, is larger than 1 MiB, or is not there
 */
export async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { Accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  return JSON.parse(await textOf(response)) as unknown;
}

async function textOf({ body }: { readonly body: AsyncIterable<Uint8Array> | null }): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
