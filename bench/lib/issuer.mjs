import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

const KEY_ID = 'bench-1';
const LIFETIME_SECONDS = 4 * 3600;
const AUDIENCE = 'https://bench.example.com/mcp';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function tokenOf(issuer, privateKey) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...{ iss: issuer, aud: AUDIENCE, sub: 'bench', client_id: 'bench', scope: 'bench' },
    ...{ iat: now, exp: now + LIFETIME_SECONDS },
  };
  const signed = `${encode({ alg: 'RS256', typ: 'at+jwt', kid: KEY_ID })}.${encode(claims)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** Publishes the keys on the loopback until the benchmark ends. */
async function publish(publicKey) {
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys }));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}

async function begin() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuer = await publish(publicKey);
  return {
    headers: { Authorization: `Bearer ${tokenOf(issuer, privateKey)}` },
    env: { AUTH: 'jwt', JWT_ISSUER: issuer, JWT_AUDIENCE: AUDIENCE, JWT_JWKS_URI: `${issuer}/keys` },
  };
}

let started;

/** A token issuer for the run: `headers` with a token of an hour or more, and the `env` of a server that accepts it. */
export const issuer = () => (started ??= begin());
