/** One accepted API key; only its holder knows the key itself. */
export interface ApiKey {
  /** Names the key in logs and audit. */
  readonly id: string;
  /** `sha256:` and the SHA-256 digest of the key in hexadecimal digits. */
  readonly hash: string;
  readonly subject: string;
  /** Granted scopes; `*`: all, empty: none. */
  readonly scopes: readonly string[];
  readonly tenant?: string;
  readonly clientId?: string;
  /** Expiry: a date (midnight UTC) or a time with its zone. */
  readonly expiresAt?: string;
}

/** An invalid list of API keys. The message shows no value: a key may have been pasted in place of its hash. */
export class ApiKeysError extends Error {
  override readonly name = 'ApiKeysError';
}

interface Member {
  readonly required: boolean;
  readonly accepts: (value: unknown) => boolean;
  readonly rule: string;
}

const TEXT_RULE = 'must be a text of 1 to 256 characters without control characters';
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

const isText = (value: unknown): boolean => typeof value === 'string' && /^\P{Cc}{1,256}$/u.test(value);
const isScope = (value: unknown): boolean => typeof value === 'string' && isScopeToken(value);

const MEMBERS: Readonly<Record<string, Member>> = {
  id: {
    required: true,
    accepts: (value) => typeof value === 'string' && /^[\w.@:-]{1,128}$/.test(value),
    rule: 'must be 1 to 128 letters, digits and _ . @ : -',
  },
  hash: {
    required: true,
    accepts: (value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value),
    rule: 'must be "sha256:" and 64 hexadecimal digits, never the key itself: npm run hash-key prints it',
  },
  subject: { required: true, accepts: isText, rule: TEXT_RULE },
  scopes: {
    required: true,
    accepts: (value) => Array.isArray(value) && value.every(isScope),
    rule: 'must be a list of scopes, each a text without spaces, quotes, commas and backslashes',
  },
  tenant: { required: false, accepts: isText, rule: TEXT_RULE },
  clientId: { required: false, accepts: isText, rule: TEXT_RULE },
  expiresAt: {
    required: false,
    accepts: (value) => typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value)),
    rule: 'must be a date such as 2027-01-31, or a time with its zone such as 2027-01-31T18:00:00Z',
  },
};

/**
 * Reads a list of API keys from JSON.
 *
 * @throws {ApiKeysError} naming every fault, as the end of a sentence that begins with the name of the variable
 */
export function readApiKeys(text: string): readonly ApiKey[] {
  const entries = parse(text);
  if (entries.length === 0) throw new ApiKeysError('lists no key, and an empty allowlist never means allow all');
  const faults = [...entries.flatMap(faultsOf), ...repeated(entries, 'id'), ...repeated(entries, 'hash')];
  if (faults.length > 0) throw new ApiKeysError(`holds keys that cannot be used: ${faults.join('; ')}`);
  return entries as readonly ApiKey[];
}

function parse(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
    throw new ApiKeysError('must be valid JSON');
  }
  if (!Array.isArray(value)) throw new ApiKeysError('must be a JSON list of keys');
  return value;
}

function faultsOf(entry: unknown, index: number): readonly string[] {
  const label = `key ${index + 1}`;
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return [`${label} must be an object`];
  // With a misspelt expiresAt a key would never expire.
  const unknown = Object.keys(entry).filter((name) => !Object.hasOwn(MEMBERS, name));
  const members = entry as Readonly<Record<string, unknown>>;
  return [
    ...unknown.map((name) => `${label} has an unknown member ${JSON.stringify(name.slice(0, 40))}`),
    ...Object.entries(MEMBERS).flatMap(([name, { required, accepts, rule }]) => {
      const value = members[name];
      if (value === undefined) return required ? [`${label} has no ${name}`] : [];
      return accepts(value) ? [] : [`${name} of ${label} ${rule}`];
    }),
  ];
}

function repeated(entries: readonly unknown[], member: 'id' | 'hash'): readonly string[] {
  const values = entries.map((entry) => (entry as Partial<ApiKey> | null)?.[member]);
  return values.flatMap((value, index) => {
    const first = value === undefined ? index : values.indexOf(value);
    return first === index ? [] : [`key ${index + 1} has the ${member} of key ${first + 1}`];
  });
}

/** Whether a text is a scope-token (RFC 6749, section 3.3) without commas, which separate the items of lists. */
export function isScopeToken(text: string): boolean {
  return /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/.test(text);
}
