import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_KEYS } from './key.mjs';

/** Counted, though out of reach. */
const PLENTY = '1000000000';

const folder = mkdtempSync(join(tmpdir(), 'polyport-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

export const temporary = (name) => join(folder, name);

let audits = 0;

/** The product with authentication, throttling and audit on. */
export function guarded(env = {}) {
  audits += 1;
  return {
    AUTH: 'api-key',
    API_KEYS,
    THROTTLE_LIMIT: PLENTY,
    THROTTLE_INITIALIZE_LIMIT: PLENTY,
    AUDIT_LOG: temporary(`audit-${audits}.jsonl`),
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'json',
    ...env,
  };
}
