import fs from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './processes.mjs';

const require = createRequire(import.meta.url);
const PACKAGE = require.resolve('@modelcontextprotocol/conformance/package.json');
const CLI = join(dirname(PACKAGE), 'dist/index.js');
const HOOK = new URL('node20/register.mjs', import.meta.url).href;

/** A revision takes twelve seconds at most; a scenario that hangs is given up by the suite after thirty. */
const LIMIT_MS = 120_000;

export const { version } = JSON.parse(fs.readFileSync(PACKAGE, 'utf8'));

/** Runs the scenarios of a revision. Returns the exit code, the output, and the checks of every scenario by its name. */
export async function runSuite(revision, url) {
  const folder = fs.mkdtempSync(join(tmpdir(), 'polyport-conformance-'));
  const hook = typeof fs.globSync === 'function' ? [] : ['--import', HOOK];
  try {
    const args = [...hook, CLI, 'server', '--url', url, '--requirements', revision, '-o', folder];
    const { code, output } = await run(args, { limitMs: LIMIT_MS });
    return { code, output, checks: readChecks(folder) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** One folder for each scenario: `server-<name>-<time>`. Without a `checks.json` in it, the scenario has crashed. */
function readChecks(folder) {
  const checks = new Map();
  for (const name of fs.readdirSync(folder)) {
    const [, scenario] = /^server-(.+)-\d{4}-\d{2}-\d{2}T[\d-]+Z$/.exec(name) ?? [];
    const file = join(folder, name, 'checks.json');
    if (scenario !== undefined && fs.existsSync(file)) checks.set(scenario, JSON.parse(fs.readFileSync(file, 'utf8')));
  }
  return checks;
}
