import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Child, endChildren, lines, until } from '../../process/support/child.js';
import { NetworkChild } from '../../process/support/network.js';
import { knock, knockOn } from './support/knock.js';
import { Certificate, servedName } from './support/certificates.js';
import { everyTransport, routes } from './support/routes.js';

let certificate: Certificate;
let server: NetworkChild;

beforeAll(async () => {
  certificate = new Certificate('first');
  server = await NetworkChild.start({ env: { ...everyTransport, ...certificate.settings, REQUIRE_HTTPS: 'true' } });
});
afterAll(async () => {
  await endChildren();
  certificate.remove();
});

describe.each(routes)('$name', (route) => {
  it('row 37: is served over HTTPS, directly', async () => {
    expect(server.origin).toMatch(/^https:/);
    expect((await knockOn(server.origin, route)).status).toBe(route.admitted);
  });

  it('row 37: is not served over plain HTTP on the same port', async () => {
    const plain = server.origin.replace('https:', 'http:');

    await expect(knockOn(plain, route)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

it('row 37: a new certificate is served without a restart, and a broken one is refused while the old one stays', async () => {
  const before = await servedName(server.port);
  certificate.renew('second');
  await until(() => server.stderr.includes('The certificate has changed: new connections'), 'new certificate');
  const renewed = await servedName(server.port);

  certificate.mismatch('third');
  await until(() => server.stderr.includes('the key does not belong to the certificate'), 'refusal of a mismatch');
  const mismatched = await servedName(server.port);
  certificate.spoil();
  await until(() => server.stderr.split('and is refused, so that the old one stays').length === 3, 'refusal');
  const spoilt = await servedName(server.port);
  certificate.renew('fourth');
  await until(() => server.stderr.split('The certificate has changed: new connections').length === 3, 'repair');

  expect([before, renewed, mismatched, spoilt, await servedName(server.port)]).toEqual([
    'first',
    'second',
    'second',
    'second',
    'fourth',
  ]);
  expect(server.strayLines).toEqual([]);
}, 30_000);

it('row 37: a certificate that has changed during the boot is the one that is served', async () => {
  const [before, after] = [new Certificate('before'), new Certificate('after')];
  const renewed = { RENEWED_CERT_FILE: after.certFile, RENEWED_KEY_FILE: after.keyFile };
  const booted = await NetworkChild.start({
    preload: ['with-renewal.mjs'],
    env: { TRANSPORT: 'http', ...before.settings, ...renewed },
  });

  expect(await servedName(booted.port)).toBe('after');
  before.remove();
  after.remove();
});

it('row 37: the health check of the container asks over HTTPS', async () => {
  const env = { ...certificate.settings, PORT: String(server.port), TRANSPORT: 'http' };

  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/healthcheck.mjs'], { env });

  expect(stdout).toBe('Answered 200\n');
});

it('row 37: a certificate that cannot be used → boot refused', async () => {
  const broken = new Certificate('broken');
  broken.mismatch('other');

  const child = new Child({ env: { TRANSPORT: 'http', PORT: '0', LOG_LEVEL: 'warn', ...broken.settings } });

  expect(await child.exited).toEqual({ code: 2, signal: null });
  expect(lines(child.stderr)).toEqual([
    expect.stringMatching(/^TLS_CERT_FILE=.* cannot be used: the key does not belong to the certificate; /),
  ]);
  broken.remove();
});

it('row 37: HTTPS is insisted on where other machines reach the server', async () => {
  const env = { ...certificate.settings, TRANSPORT: 'http', HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' };
  const open = await NetworkChild.start({ env });

  const [far, near] = await Promise.all(
    [open, server].map(({ origin }) => knock(origin, { path: '/health/live', headers: { host: 'localhost' } })),
  );

  expect(far?.headers['strict-transport-security']).toMatch(/^max-age=/);
  expect(near?.headers['strict-transport-security']).toBeUndefined();
});
