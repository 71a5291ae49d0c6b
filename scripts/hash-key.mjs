/**
 * Makes an API key. The key is shown once; the server gets the entry, which holds its hash only.
 *
 *   npm run hash-key -- --subject ann --scopes orders:read,orders:write --expires 2027-01-31
 */
import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npm run hash-key -- --subject NAME --scopes LIST [--tenant NAME] [--expires DATE] [--id NAME]

  --subject  who calls with the key: a person or a program
  --scopes   comma list of the scopes it grants, * for all, '' for public capabilities only
  --tenant   the tenant the subject belongs to
  --expires  a date such as 2027-01-31 (midnight UTC), or a time such as 2027-01-31T18:00:00Z
  --id       name of the key in logs; unset: the subject and some random letters
`;

const TEXT = /^\P{Cc}{1,256}$/u;
const SCOPE = /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/;
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

function refuse(message) {
  process.stderr.write(`${message}\n\n${USAGE}`);
  process.exit(2);
}

function read() {
  const text = { type: 'string' };
  try {
    return parseArgs({
      options: { subject: text, scopes: text, tenant: text, expires: text, id: text, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    return refuse(error.message);
  }
}

const { subject, scopes, tenant, expires, id, help } = read();
if (help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (subject === undefined) refuse('--subject is missing.');
if (scopes === undefined) refuse('--scopes is missing.');
if (!TEXT.test(subject)) refuse('--subject must be a text of 1 to 256 characters.');
if (tenant !== undefined && !TEXT.test(tenant)) refuse('--tenant must be a text of 1 to 256 characters.');
if (id !== undefined && !/^[\w.@:-]{1,128}$/.test(id)) refuse('--id must be 1 to 128 letters, digits and _ . @ : -');

const list = scopes.split(',').flatMap((scope) => (scope.trim() === '' ? [] : [scope.trim()]));
const wrong = list.find((scope) => !SCOPE.test(scope));
if (wrong !== undefined) refuse(`--scopes has '${wrong}', which is no scope: use no spaces, quotes and backslashes.`);
if (expires !== undefined && (!DATE.test(expires) || Number.isNaN(Date.parse(expires)))) {
  refuse(`--expires must be a date such as 2027-01-31, not '${expires}'.`);
}
if (expires !== undefined && Date.parse(expires) <= Date.now()) refuse(`--expires is in the past: ${expires}.`);

const key = `mcp_${randomBytes(32).toString('base64url')}`;
const entry = {
  id: id ?? `${subject.replace(/[^\w.@:-]/g, '-').slice(0, 100)}-${randomBytes(3).toString('hex')}`,
  hash: `sha256:${createHash('sha256').update(key).digest('hex')}`,
  subject,
  scopes: [...new Set(list)],
  ...(tenant !== undefined && { tenant }),
  ...(expires !== undefined && { expiresAt: expires }),
};

// The entry alone on stdout: it can be piped into a file, and the key is not in it.
process.stderr.write(`The key, shown this once. Give it to ${subject}, who sends it as "Authorization: Bearer <key>":

  ${key}

The entry for API_KEYS_FILE, a JSON list of such entries:

`);
process.stdout.write(`${JSON.stringify(entry)}\n`);
