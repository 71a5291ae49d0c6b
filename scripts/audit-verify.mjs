/**
 * Checks the hash chain of an audit. Rotated files are given in the order in which they were written.
 *
 *   npm run audit:verify -- audit.jsonl.1 audit.jsonl
 */
import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npm run audit:verify -- [--continued] FILE...

  FILE         files of one chain, the oldest first
  --continued  the records before the first file have been deleted on purpose

A chain with a key needs it in AUDIT_SECRET, or in the file that AUDIT_SECRET_FILE names.
`;

function end(message, code) {
  (code === 0 ? process.stdout : process.stderr).write(`${message}\n`);
  process.exit(code);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { continued: { type: 'boolean' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    return end(`${error.message}\n\n${USAGE}`, 2);
  }
}

function readSecret({ AUDIT_SECRET, AUDIT_SECRET_FILE }) {
  if (AUDIT_SECRET || !AUDIT_SECRET_FILE) return AUDIT_SECRET || undefined;
  return readFileSync(AUDIT_SECRET_FILE, 'utf8').replace(/\r?\n$/, '');
}

/** The module that writes the chain reads it as well. */
async function loadVerifier() {
  try {
    return await import(new URL('../dist/security/audit/audit.verifier.js', import.meta.url));
  } catch {
    return end('The verifier is not built: npm run build', 2);
  }
}

async function* bytesOf(files) {
  for (const file of files) yield* createReadStream(file);
}

const { values, positionals: files } = readArguments();
if (values.help) end(USAGE, 0);
if (files.length === 0) end(USAGE, 2);
const { verifyChain } = await loadVerifier();
try {
  const options = { secret: readSecret(process.env), continued: values.continued === true };
  const { records, end: last, torn, fault } = await verifyChain(bytesOf(files), options);
  if (fault)
    end(`Line ${fault.line} is ${fault.kind}: ${fault.message}. ${records} records before it are in order.`, 1);
  const accounted = torn === 0 ? '' : `, ${torn} torn by a crash and accounted for`;
  end(`${records} records, ok${accounted}. The last is ${last.seq}, hash ${last.hash}`, 0);
} catch (error) {
  end(error.message, 2);
}
