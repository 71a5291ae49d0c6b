import { InvalidSettingsError, loadSettings, isHttpsRequired, type Environment } from '../../../src/config/index.js';

const identity = { name: 'polyport', version: '1.0.0' };

function faultsOf(env: Environment): readonly string[] {
  try {
    loadSettings({ TRANSPORT: 'http', ...env }, identity);
  } catch (error) {
    if (error instanceof InvalidSettingsError) return error.faults;
    throw error;
  }
  return [];
}

const open = { HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' };
const WAY_OUT =
  'and there is neither a certificate nor a proxy that has one; set TLS_CERT_FILE and TLS_KEY_FILE, or TRUST_PROXY, or REQUIRE_HTTPS=false to accept plain HTTP';

describe('network settings', () => {
  it.each(['', ' ', ','])('row 2: IP_ALLOWLIST=%j never means "allow all"', (list) => {
    expect(faultsOf({ IP_ALLOWLIST: list })).toEqual([
      expect.stringContaining('an empty allowlist never means allow all'),
    ]);
  });

  it.each(['10.0.0.0/33', '10.0.0', 'example.com', '2001:db8::/129', '10.0.0.0/-1', 'fe80::1%eth0', '10.0.0.0/8/8'])(
    'IP_ALLOWLIST=%s is refused',
    (list) => {
      expect(faultsOf({ IP_ALLOWLIST: list })).toEqual([
        `IP_ALLOWLIST=${list} must be a comma list of IP addresses and CIDR ranges; for example IP_ALLOWLIST=10.0.0.0/8,2001:db8::/32`,
      ]);
    },
  );

  it.each(['true', 'TRUE', '*', '0.0.0.0/0', '10.0.0.0/8,::/0'])('row 32: TRUST_PROXY=%s is refused', (value) => {
    expect(faultsOf({ TRUST_PROXY: value })).toEqual([
      `TRUST_PROXY=${value} would believe everybody, who could then pass for any address; name your proxies; for example TRUST_PROXY=10.0.0.0/8`,
    ]);
  });

  it.each(['0', '17', '-1', 'loopback', '1,10.0.0.1'])('row 32: TRUST_PROXY=%s is refused', (value) => {
    expect(faultsOf({ TRUST_PROXY: value })).toEqual([
      expect.stringContaining('must be the number of proxies in a row'),
    ]);
  });

  it('row 37: plain HTTP on an address that other machines reach → boot refused', () => {
    expect(faultsOf(open)).toEqual([`HOST=0.0.0.0 lets other machines in, so that HTTPS is required, ${WAY_OUT}`]);
    expect(faultsOf({ REQUIRE_HTTPS: 'true' })).toEqual([`REQUIRE_HTTPS=true ${WAY_OUT}`]);
  });

  it.each([
    { ...open, TRUST_PROXY: '1' },
    { ...open, REQUIRE_HTTPS: 'false' },
    { ...open, TLS_CERT_FILE: __filename, TLS_KEY_FILE: __filename },
    { HOST: '::1' },
    { TRANSPORT: 'stdio', HOST: '0.0.0.0' },
  ])('row 37: %j starts', (env) => {
    expect(faultsOf(env)).toEqual([]);
  });

  it('row 37: a certificate needs its key, and files that can be read', () => {
    expect(faultsOf({ TLS_CERT_FILE: __filename })).toEqual([
      'TLS_CERT_FILE is set and TLS_KEY_FILE is not; HTTPS needs the certificate and its key',
    ]);
    expect(faultsOf({ TLS_CERT_FILE: '/no/such/file', TLS_KEY_FILE: __filename })).toEqual([
      'TLS_CERT_FILE=/no/such/file must be a file that can be read; for example TLS_CERT_FILE=/run/secrets/tls.crt',
    ]);
  });

  it.each([
    ['127.0.0.1', undefined, false],
    ['10.0.0.1', undefined, true],
    ['10.0.0.1', false, false],
    ['127.0.0.1', true, true],
  ])('row 37: on %s with REQUIRE_HTTPS=%s HTTPS is required: %s', (host, requireHttps, expected) => {
    expect(isHttpsRequired({ host, ...(requireHttps !== undefined && { requireHttps }) })).toBe(expected);
  });
});
