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

const auditFile = () => {
  audits += 1;
  return temporary(`audit-${audits}.jsonl`);
};

const QUIET = { LOG_LEVEL: 'warn', LOG_FORMAT: 'json' };

/** The product with throttling and audit on; `env` says how callers prove who they are. */
export const limited = (env) => ({
  ...{ THROTTLE_LIMIT: PLENTY, THROTTLE_INITIALIZE_LIMIT: PLENTY, AUDIT_LOG: auditFile() },
  ...QUIET,
  ...env,
});

/** The product with authentication by API key, throttling and audit on. */
export const guarded = (env = {}) => limited({ AUTH: 'api-key', API_KEYS, ...env });

/** On stdio there is nobody to authenticate. The audit is off, as it is there by default, or in a file. */
export const local = (audit = 'off') => ({
  ...{ TRANSPORT: 'stdio', AUDIT_LOG: audit === 'off' ? 'off' : auditFile() },
  ...QUIET,
});
