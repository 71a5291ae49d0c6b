import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const GRACE_MS = 3000;
const BOOT_MS = 30_000;
const started = new Set();
let isOver = false;

function start(args, { env = {}, cwd, stdio }) {
  if (isOver) throw new Error('Nothing is started any more');
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio });
  started.add(child);
  child.once('close', () => started.delete(child));
  return child;
}

async function stop(child) {
  if (!started.has(child)) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await closed;
  clearTimeout(impatience);
}

/** Ends whatever is still running of what was started here; nothing is started after that. */
export function stopAll() {
  isOver = true;
  return Promise.all([...started].map(stop));
}

/** Runs a script to its end. Returns the exit code and what it wrote; throws when the time is up. */
export async function run(args, { limitMs, ...options }) {
  const child = start(args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    void stop(child);
  }, limitMs);
  const [code] = await once(child, 'close');
  clearTimeout(limit);
  if (isLate) throw new Error(`${args[0]} was ended after ${limitMs / 1000} s\n${output}`);
  return { code, output };
}

/** Starts the fixture on a free port of the loopback interface. Returns its origin once it takes calls. */
export async function startFixture(script, env) {
  // The suites are one caller, and send more messages than one may.
  const limits = { THROTTLE_LIMIT: '0', THROTTLE_INITIALIZE_LIMIT: '0' };
  const child = start([script], { env: { ...limits, ...env, PORT: '0' }, stdio: ['ignore', 'ignore', 'pipe'] });
  const log = [];
  const listening = new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.push(line);
      const [, origin] = /^listening on (\S+)$/.exec(line) ?? [];
      if (origin !== undefined) resolve(origin);
    });
    const fail = (why) => reject(new Error(`The fixture ${why}\n${log.join('\n')}`));
    child.once('close', (code) => fail(`ended with exit code ${code}`));
    setTimeout(() => fail(`did not listen within ${BOOT_MS / 1000} s`), BOOT_MS).unref();
  });
  return { origin: await listening, isRunning: () => started.has(child), stop: () => stop(child) };
}
