import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FILES = ['lambda.js', 'lambda.bundle.js', 'lambda.bundle.js.map', 'lambda.bundle.cache'];
const WRITER = resolve('build/write-code-cache.mjs');

let folder: string;
let dist: string;

/** What a deployment holds. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyport-lambda-'));
  dist = join(folder, 'dist');
  for (const file of FILES) cpSync(resolve('dist', file), join(dist, file));
  cpSync('package.json', join(folder, 'package.json'));
  cpSync('docs', join(folder, 'docs'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function evaluate(code: string): Promise<unknown> {
  const env = { AUTH: 'none', ALLOW_ANONYMOUS: 'true', AUDIT_LOG: 'off', LOG_LEVEL: 'fatal' };
  const args = ['--input-type=module', '-e', `${code}\nprocess.exit();`];
  const { stdout } = await run(process.execPath, args, { cwd: folder, env });
  return JSON.parse(stdout);
}

/** The status of a cold start's first answer. */
const answer = (): Promise<unknown> => {
  const event = JSON.parse(readFileSync('test/serverless/events/http-api.json', 'utf8')) as object;
  return evaluate(`
    const { handler } = await import(${JSON.stringify(pathToFileURL(join(dist, 'lambda.js')).href)});
    const { statusCode } = await handler(${JSON.stringify(event)}, {});
    process.stdout.write(JSON.stringify(statusCode));`);
};

const cacheIsRejected = (): Promise<unknown> =>
  evaluate(`
    import { readFileSync } from 'node:fs';
    import { Script } from 'node:vm';
    const [source, cachedData] = ['lambda.bundle.js', 'lambda.bundle.cache'].map((name) => readFileSync('dist/' + name));
    const { cachedDataRejected } = new Script(String(source), { cachedData });
    process.stdout.write(JSON.stringify(cachedDataRejected));`);

describe('the code cache of the function', () => {
  it('is what this Node takes, if this Node has written it', async () => {
    const { stderr } = await run(process.execPath, [WRITER, join(dist, 'lambda.bundle.js')], { cwd: folder, env: {} });

    expect([stderr, await cacheIsRejected(), await answer()]).toEqual(['', false, 200]);
  });

  it('is refused after a change of the bundle, which then runs as it is written', async () => {
    const bundle = join(dist, 'lambda.bundle.js');
    writeFileSync(bundle, `${readFileSync(bundle, 'utf8')}\n// changed\n`);

    expect([await cacheIsRejected(), await answer()]).toEqual([true, 200]);
  });

  it.each<[string, (cache: string) => void]>([
    ['missing', (cache) => rmSync(cache)],
    ['empty', (cache) => truncateSync(cache)],
    ['cut off', (cache) => truncateSync(cache, 100)],
    ['of something else', (cache) => writeFileSync(cache, 'no cache')],
  ])('may be %s', async (_what, spoil) => {
    spoil(join(dist, 'lambda.bundle.cache'));

    expect(await answer()).toBe(200);
  });

  it('leaves the map to the bundle, which is where the code is', () => {
    expect([existsSync('dist/lambda.bundle.js.map'), existsSync('dist/lambda.js.map')]).toEqual([true, false]);
  });
});
