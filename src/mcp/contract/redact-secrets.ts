import { REDACTED } from './sensitive.decorator.js';

/**
 * Texts that grant something to whoever reads them, by their shape. None of the replacements touches a quote or a
 * backslash, so that a line of JSON stays one.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // Signed and encrypted tokens (RFC 7515, RFC 7516: compact serialisation).
  [/(?<![A-Za-z0-9])eyJ[\w-]{6,}(?:\.[\w-]*){2,4}/g, REDACTED],
  // The server's own API keys.
  [/(?<![A-Za-z0-9])mcp_[\w-]{32,}/g, REDACTED],
  // Headers, however they are written down.
  [
    /\b((?:proxy-)?authorization|x-api-key)(\\?["']?\s*[:=,]\s*\\?["']?)(?!\[redacted)(?:(?:bearer|basic|digest|token)\s+)?[^\s"'\\,;]+/gi,
    `$1$2${REDACTED}`,
  ],
  [/\b((?:set-)?cookie)(\\?["']?\s*[:=]\s*\\?["']?)(?!\[redacted)[^\s"'\\][^"'\\\r\n]*/gi, `$1$2${REDACTED}`],
  // A bearer token anywhere else. Words, such as "bearer authentication", have no digit and an end.
  [/\b(bearer)\s+(?!\w+=\\?")(?=[\w\-.~+/]*\d|[\w\-.~+/]{20})[\w\-.~+/]{4,}=*/gi, `$1 ${REDACTED}`],
  [
    /([?&](?:access_token|refresh_token|id_token|token|api_?key|client_secret|password|secret|code|sig|signature)=)[^&\s"'#\\]+/gi,
    `$1${REDACTED}`,
  ],
  // Connection strings: scheme://user:password@host.
  [/(:\/\/[^\s/:@"'\\]*:)[^\s/@"'\\]+(?=@)/g, `$1${REDACTED}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----/gs, REDACTED],
];

/** The text without the tokens, keys and passwords that can be told by their shape. */
export function redactSecrets(text: string): string {
  return SHAPES.reduce((redacted, [shape, replacement]) => redacted.replace(shape, replacement), text);
}
