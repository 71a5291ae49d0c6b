import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isIgnored, readStages, type Stage } from './docker-files.js';

const ROOT = join(__dirname, '../..');

const valuesOf = (stage: Stage | undefined, name: string) =>
  (stage?.instructions ?? []).filter((instruction) => instruction.name === name).map(({ value }) => value);

describe('the Dockerfile', () => {
  const stages = readStages();
  const [build, image] = stages;

  it('builds in one stage and ships another, both on the slim image of Node 24', () => {
    expect(stages.map((stage) => stage.image)).toEqual(['node:24-slim AS build', 'node:24-slim']);
  });

  it('installs from the lockfile without install scripts, and builds', () => {
    expect(valuesOf(build, 'RUN').map((value) => JSON.parse(value) as unknown)).toEqual([
      ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
      ['npm', 'run', 'build'],
    ]);
  });

  it('ships the bundle, the pages and the health check, and runs nothing while it is put together', () => {
    expect({ copied: valuesOf(image, 'COPY'), run: valuesOf(image, 'RUN') }).toEqual({
      copied: [
        '--from=build /app/package.json ./',
        '--from=build /app/dist/main.js /app/dist/main.js.map ./dist/',
        '--from=build /app/dist/chunks ./dist/chunks',
        'LICENSE ./',
        'docs ./docs',
        'scripts/healthcheck.mjs ./scripts/',
      ],
      run: [],
    });
  });

  it('serves HTTP on all addresses, as an ordinary user, with node itself as the process that gets the signals', () => {
    const settings = Object.fromEntries(
      ['ENV', 'USER', 'EXPOSE', 'STOPSIGNAL', 'CMD', 'ENTRYPOINT'].map((name) => [name, valuesOf(image, name)]),
    );
    expect(settings).toEqual({
      ENV: ['NODE_ENV=production TRANSPORT=http HOST=0.0.0.0 PORT=3000'],
      USER: ['node'],
      EXPOSE: ['3000'],
      STOPSIGNAL: ['SIGTERM'],
      CMD: ['["node", "dist/main.js"]'],
      ENTRYPOINT: [],
    });
  });

  it('does not accept anonymous callers by itself', () => {
    expect(stages.flatMap((stage) => valuesOf(stage, 'ENV')).join(' ')).not.toContain('ALLOW_ANONYMOUS');
  });

  it('checks its health without a shell', () => {
    const [, command] = valuesOf(image, 'HEALTHCHECK')[0]?.split(' CMD ') ?? [];
    expect(JSON.parse(command ?? '')).toEqual(['node', 'scripts/healthcheck.mjs']);
  });

  const sources = stages
    .flatMap((stage) => valuesOf(stage, 'COPY'))
    .filter((value) => !value.startsWith('--from='))
    .flatMap((value) => value.split(/\s+/).slice(0, -1));

  it.each(sources)('finds %s in the build context', (source) => {
    expect({ exists: existsSync(join(ROOT, source)), ignored: isIgnored(source) }).toEqual({
      exists: true,
      ignored: false,
    });
  });
});

describe('the .dockerignore', () => {
  it.each([
    '.env',
    '.env.production',
    '.git/config',
    'dist/main.js',
    'node_modules/rxjs/package.json',
    'src/.env',
    'src/toolsets/docs/docs.module.spec.ts',
    'test/demo/dockerfile.spec.ts',
    'npm-debug.log',
    'secrets.json',
  ])('keeps %s out of the build context', (path) => {
    expect(isIgnored(path)).toBe(true);
  });

  it.each(['src/main.ts', 'src/mcp/contract/index.ts', 'docs/guides/writing.md', 'package-lock.json'])(
    'lets %s into it',
    (path) => {
      expect(isIgnored(path)).toBe(false);
    },
  );
});
