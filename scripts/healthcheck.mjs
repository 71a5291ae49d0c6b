/**
 * Asks a server on this machine whether it is ready: exit code 0 if it is, 1 if not. For HEALTHCHECK in the Dockerfile,
 * which has no shell and no curl. Reads the same variables as the server.
 */
import { request } from 'node:http';
import { request as tlsRequest } from 'node:https';

const { ALLOWED_HOSTS = '', HOST = '127.0.0.1', PORT = '3000', TLS_CERT_FILE = '', TRANSPORT = 'http' } = process.env;
const LIMIT_MS = 2_000;

// On stdio nothing listens: the process itself is the sign of life.
if (TRANSPORT.trim() === 'stdio') process.exit(0);

function end(ready, why) {
  process.stdout.write(`${why}\n`);
  process.exit(ready ? 0 : 1);
}

const everywhere = ['0.0.0.0', '::'].includes(HOST.trim());
const host = everywhere ? '127.0.0.1' : HOST.trim();
// The server may answer to listed names only.
const [name = ''] = ALLOWED_HOSTS.split(',');
const headers = name.trim() === '' ? {} : { host: name.trim() };

setTimeout(() => end(false, `No answer within ${LIMIT_MS} ms`), LIMIT_MS);
// The certificate is for the names that clients use, and this never leaves the machine.
const options = { host, port: Number(PORT), path: '/health/ready', headers, agent: false, rejectUnauthorized: false };
const send = TLS_CERT_FILE.trim() === '' ? request : tlsRequest;
send(options, (response) => {
  end(response.statusCode === 200, `Answered ${response.statusCode}`);
})
  .on('error', (error) => end(false, error.message))
  .end();
