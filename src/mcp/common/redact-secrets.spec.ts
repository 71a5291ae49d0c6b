import { redactSecrets } from './redact-secrets.js';

describe('looking for secrets', () => {
  it.each([
    'eyJ',
    'eyJaaaaaa.',
    'a.',
    'mcp_',
    '://',
    'a:',
    'bearer ',
    'authorization ',
    'authorization: bearer ',
    'cookie:',
    '-----BEGIN PRIVATE KEY-----',
    '?token=',
    ' ',
    '-',
  ])('takes no time worth mentioning for a megabyte of %j', (part) => {
    const hostile = `://bearer ${part.repeat(1_000_000 / part.length)}`;
    const start = performance.now();

    redactSecrets(hostile);

    expect(performance.now() - start).toBeLessThan(500);
  });

  it('leaves other texts alone', () => {
    const texts = [
      'the Authorization header holds no bearer token',
      'bearer authentication is required',
      'WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"',
      'docs_search (orders.v1.2) on http://127.0.0.1:3000/mcp',
      'mcp_search_all_documents failed',
    ];

    expect(texts.map(redactSecrets)).toEqual(texts);
  });

  it('leaves nothing of a private key', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA+/=\n-----END RSA PRIVATE KEY-----';

    expect(redactSecrets(JSON.stringify({ key }))).toBe('{"key":"[redacted]-----END RSA PRIVATE KEY-----"}');
  });
});
