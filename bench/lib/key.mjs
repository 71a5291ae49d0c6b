import { createHash, randomBytes } from 'node:crypto';

/** One API key for the run. Every server is sent it, those that look at nothing included. */
const key = `mcp_${randomBytes(32).toString('base64url')}`;
const digest = createHash('sha256').update(key).digest('hex');

export const HEADERS = { 'X-API-Key': key };

export const PLAIN_NEST = { BENCH_KEY_DIGEST: digest };

export const API_KEYS = JSON.stringify([
  { id: 'bench', hash: `sha256:${digest}`, subject: 'bench', scopes: ['bench'] },
]);
