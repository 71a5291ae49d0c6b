import { REDACTED } from '../contract/property.decorators.js';

/**
 * Texts that grant something to whoever reads them, by their shape. None of the replacements touches a quote or a
 * backslash, so that a line of JSON stays one; none asks for the beginning of a word, since the `n` of an escaped line
 * break may stand before it. Each is linear in the length of the text, which may come from a stranger.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // The server's own API keys.
  [/mcp_[\w-]{32,}/g, REDACTED],
  // Headers, however they are written down.
  [
    /((?:proxy-)?authorization|x-api-key)(\\?["']?\s*[:=,]\s*\\?["']?)(?!\[redacted)(?:(?:bearer|basic|digest|token)\s+)?[^\s"'\\,;]+/gi,
    `$1$2${REDACTED}`,
  ],
  [/((?:set-)?cookie)(\\?["']?\s*[:=]\s*\\?["']?)(?!\[redacted)[^\s"'\\][^"'\\\r\n]*/gi, `$1$2${REDACTED}`],
  // A bearer token anywhere else. Words, such as "bearer authentication", have no digit and an end.
  [/(bearer)\s+(?!\w+=\\?")(?=[\w\-.~+/]*\d|[\w\-.~+/]{20})[\w\-.~+/]{4,}=*/gi, `$1 ${REDACTED}`],
  [
    /([?&](?:access_token|refresh_token|id_token|token|api_?key|client_secret|password|secret|code|sig|signature)=)[^&\s"'#\\]+/gi,
    `$1${REDACTED}`,
  ],
  // Connection strings: scheme://user:password@host.
  [/(:\/\/[^\s/:@"'\\]*:)[^\s/@"'\\]+(?=@)/g, `$1${REDACTED}`],
  // No dash and no quote is part of what follows: base64, and line breaks that may be escaped.
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\w+/=\s:,]|\\[nrt])*/g, REDACTED],
];

/**
 * Words joined by dots, among them signed and encrypted tokens (RFC 7515, RFC 7516: compact serialisation). They are found
 * first and looked at then: a shape that may begin anywhere in a long word takes time with the square of its length.
 */
const DOTTED = /(?<![\w-])[\w-]{9,}(?:\.[\w-]*){2,}/g;

/** The text without the tokens, keys and passwords that can be told by their shape. */
export function redactSecrets(text: string): string {
  return SHAPES.reduce(
    (redacted, [shape, replacement]) => redacted.replace(shape, replacement),
    text.replace(DOTTED, withoutTokens),
  );
}

/** What begins as a JSON object in base64 is a header, and everything behind it belongs to the token. */
function withoutTokens(word: string): string {
  const start = word.indexOf('eyJ');
  return start === -1 ? word : `${word.slice(0, start)}${REDACTED}`;
}
