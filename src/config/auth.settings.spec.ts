import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidSettingsError, loadSettings, publicUrlOf, type Environment } from './index.js';

const hash = `sha256:${'0a'.repeat(32)}`;
const key = { id: 'ann', hash, subject: 'ann', scopes: ['orders:read'] };
const keys = (...entries: unknown[]): string => JSON.stringify(entries);
const load = (env: Environment) => loadSettings(env, { name: 'polyport', version: '1.2.3' });

function faultsOf(env: Environment): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof InvalidSettingsError) return error.faults;
    throw error;
  }
  return [];
}

const http = { TRANSPORT: 'http' };
const withKeys = { ...http, AUTH: 'api-key', API_KEYS: keys(key) };
const withTokens = { ...http, AUTH: 'jwt', JWT_ISSUER: 'https://login.example.com' };

describe('AUTH', () => {
  const methods = 'must be a comma list of api-key, jwt and lambda-authorizer, or none; for example AUTH=api-key,jwt';

  it.each([
    ['basic', `AUTH=basic ${methods}`],
    [',', `AUTH=, ${methods}`],
    [
      'none,jwt',
      'AUTH=none,jwt combines none with other methods, which would let everybody in; for example AUTH=api-key,jwt',
    ],
    [
      'api-key',
      'AUTH has api-key and there are no keys; set API_KEYS_FILE or API_KEYS, to which npm run hash-key makes the entries',
    ],
    ['jwt', 'AUTH has jwt and JWT_ISSUER is not set; use for example JWT_ISSUER=https://login.example.com/realms/team'],
  ])('=%s is refused', (auth, fault) => {
    expect(faultsOf({ ...http, AUTH: auth })).toEqual([fault]);
  });

  it.each([withKeys, withTokens])('lets the server listen on every address: %j', (env) => {
    expect(faultsOf({ ...env, HOST: '0.0.0.0', PUBLIC_URL: 'https://mcp.example.com', TRUST_PROXY: '1' })).toEqual([]);
  });

  it('refuses keys that nobody is asked for', () => {
    expect([faultsOf({ ...withKeys, AUTH: 'none' }), faultsOf({ ...withTokens, API_KEYS: keys(key) })]).toEqual([
      ['API_KEYS is set and AUTH=none asks nobody for a key; add api-key to AUTH, or unset API_KEYS'],
      ['API_KEYS is set and AUTH=jwt asks nobody for a key; add api-key to AUTH, or unset API_KEYS'],
    ]);
  });
});

describe('API_KEYS', () => {
  const fault = (text: string): string =>
    `API_KEYS ${text}; for example API_KEYS=[{"id":"ann-laptop","hash":"sha256:…","subject":"ann","scopes":["orders:read"]}]`;
  const faulty = (text: string): string => fault(`holds keys that cannot be used: ${text}`);
  const text = 'must be a text of 1 to 256 characters without control characters';
  const date = 'must be a date such as 2027-01-31, or a time with its zone such as 2027-01-31T18:00:00Z';

  it('row 2: an empty list never means "allow all"', () => {
    expect(faultsOf({ ...withKeys, API_KEYS: '[]' })).toEqual([
      fault('lists no key, and an empty allowlist never means allow all'),
    ]);
  });

  it.each([
    ['{', fault('must be valid JSON')],
    ['{"keys":[]}', fault('must be a JSON list of keys')],
    [keys('mcp_x'), faulty('key 1 must be an object')],
    [keys({}), faulty('key 1 has no id; key 1 has no hash; key 1 has no subject; key 1 has no scopes')],
    [
      keys({ ...key, hash: 'mcp_secret' }),
      faulty(
        'hash of key 1 must be "sha256:" and 64 hexadecimal digits, never the key itself: npm run hash-key prints it',
      ),
    ],
    [keys({ ...key, expires: '2027-01-31' }), faulty('key 1 has an unknown member "expires"')],
    [keys({ ...key, expiresAt: 'soon' }), faulty(`expiresAt of key 1 ${date}`)],
    [keys({ ...key, expiresAt: '2027-01-31T18:00:00' }), faulty(`expiresAt of key 1 ${date}`)],
    [keys({ ...key, tenant: '' }), faulty(`tenant of key 1 ${text}`)],
    [
      keys({ ...key, scopes: 'orders:read' }),
      faulty('scopes of key 1 must be a list of scopes, each a text without spaces, quotes, commas and backslashes'),
    ],
    [
      keys(key, { ...key, hash: hash.replace('0a', '0b') }, { ...key, id: 'bob' }),
      faulty('key 2 has the id of key 1; key 3 has the hash of key 1'),
    ],
  ])('%s', (list, expected) => {
    expect(faultsOf({ ...withKeys, API_KEYS: list })).toEqual([expected]);
  });

  it('keeps the path of the file they came from', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const file = join(folder, 'keys.json');
    writeFileSync(file, keys(key));

    const settings = load({ ...http, AUTH: 'api-key', API_KEYS_FILE: file });

    expect([settings.apiKeys, settings.apiKeysFile]).toEqual([[key], file]);
    rmSync(folder, { recursive: true });
  });
});

describe('settings of tokens', () => {
  const trusted = 'must be an https URL (http only to this machine), without credentials and fragment';
  const algorithms = 'must be a comma list of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA';

  it.each([
    [
      'JWT_ISSUER',
      'http://login.example.com',
      `${trusted}, and without a query`,
      'https://login.example.com/realms/team',
    ],
    ['JWT_ISSUER', 'login.example.com', `${trusted}, and without a query`, 'https://login.example.com/realms/team'],
    ['JWT_JWKS_URI', 'https://a:b@login.example.com/keys', trusted, 'https://login.example.com/keys'],
    ['PUBLIC_URL', 'http://mcp.example.com', `${trusted}, and without a query`, 'https://mcp.example.com'],
    ['PUBLIC_URL', 'https://mcp.example.com/?a=b', `${trusted}, and without a query`, 'https://mcp.example.com'],
    ['PUBLIC_URL', 'https://mcp.example.com/#a', `${trusted}, and without a query`, 'https://mcp.example.com'],
    ['JWT_ALGORITHMS', 'none', algorithms, 'RS256,ES256'],
    ['JWT_ALGORITHMS', 'RS256,HS256', algorithms, 'RS256,ES256'],
    ['JWT_AUDIENCE', 'a b', 'must be a comma list of audiences without spaces', 'https://mcp.example.com/mcp'],
  ])('%s=%s is refused', (name, value, rule, example) => {
    const shown = value.includes(' ') ? JSON.stringify(value) : value;
    expect(faultsOf({ ...withTokens, [name]: value })).toEqual([
      `${name}=${shown} ${rule}; for example ${name}=${example}`,
    ]);
  });

  it.each(['0.0.0.0', 'mcp.internal'])('need PUBLIC_URL on HOST=%s', (host) => {
    expect(faultsOf({ ...withTokens, HOST: host, TRUST_PROXY: '1' })).toEqual([
      `AUTH has jwt and the URL of the server does not follow from HOST=${host} and PORT=3000; set PUBLIC_URL, for example PUBLIC_URL=https://mcp.example.com`,
    ]);
  });

  it.each([
    [{}, 'http://127.0.0.1:3000'],
    [{ HOST: '::1', PORT: '80' }, 'http://[::1]'],
    [{ PUBLIC_URL: 'https://Example.com/team/' }, 'https://example.com/team'],
    [{ PORT: '0' }, undefined],
  ])('with %j the server is at %s', (env, expected) => {
    expect(publicUrlOf(load({ ...http, ...env }))).toBe(expected);
  });
});
