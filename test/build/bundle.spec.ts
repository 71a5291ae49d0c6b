import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Child, endChildren, lines } from '../process/support/child.js';
import { FIXTURES_MAIN, MAIN } from '../process/support/dist.js';
import { StdioChild } from '../process/support/stdio.js';

const run = promisify(execFile);
const DIST = dirname(MAIN);

afterEach(endChildren);

describe('the bundle', () => {
  const files = [MAIN, ...readdirSync(join(DIST, 'chunks')).map((name) => join(DIST, 'chunks', name))].filter((file) =>
    file.endsWith('.js'),
  );
  const code = files.map((file) => readFileSync(file, 'utf8')).join('\n');

  it('has a map beside every file that comes from sources', () => {
    const unmapped = files.filter((file) => !existsSync(`${file}.map`) && readFileSync(file).length > 1000);

    expect([existsSync(`${MAIN}.map`), unmapped]).toEqual([true, []]);
  });

  it('is minified, and keeps the names of classes', () => {
    const names = ['Settings', 'DocsToolset', 'StdioServer', 'Injector', 'InstanceWrapper', 'InvalidSettingsError'];

    expect(names.filter((name) => !new RegExp(`\\bclass ${name}\\b`).test(code))).toEqual([]);
    expect(code.split('\n').filter((line) => line.length > 10_000).length).toBeGreaterThan(5);
  });

  it('renames no class of the product', () => {
    const renamed = [...code.matchAll(/\bclass ([a-z]\w*_[A-Z]\w*)/g)].map(([, name]) => name);

    expect(renamed).toEqual([]);
  });

  it('needs nothing beside it but its package.json', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'polyport-bundle-'));
    cpSync(MAIN, join(folder, 'dist/main.js'));
    cpSync(join(DIST, 'chunks'), join(folder, 'dist/chunks'), { recursive: true });
    cpSync('package.json', join(folder, 'package.json'));
    cpSync('docs', join(folder, 'docs'), { recursive: true });
    const input = { jsonrpc: '2.0', id: 1, method: 'initialize', params: {} };
    Object.assign(input.params, {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    });

    const child = run(process.execPath, [join(folder, 'dist/main.js')], { cwd: folder, env: { AUDIT_LOG: 'off' } });
    child.child.stdin?.end(`${JSON.stringify(input)}\n`);
    const { stdout } = await child;

    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(JSON.parse(stdout)).toMatchObject({ result: { serverInfo: { name: 'polyport', version } } });
  });
});

describe('a stack trace', () => {
  const source = resolve('test/process/fixtures/toolsets.module.mjs');
  const line =
    readFileSync(source, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('no such table')) + 1;

  it('names the place in the sources, and those of packages', async () => {
    const child = new Child({
      env: { TRANSPORT: 'stdio', FIXTURE: 'broken', LOG_LEVEL: 'fatal' },
      preload: ['with-faults.mjs'],
    });
    await child.exited;
    const [message, first, second] = lines(child.stderr);

    expect([message, first, second]).toEqual([
      'Error: the database has no such table',
      expect.stringContaining(`    at new BrokenToolset (${source}:${line}:`),
      expect.stringMatching(
        /Injector\.instantiateClass \(.*node_modules\/@nestjs\/core\/injector\/injector\.js:\d+:\d+\)$/,
      ),
    ]);
  });

  it('is as it was where maps are left out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'polyport-unmapped-'));
    cpSync(dirname(FIXTURES_MAIN), join(folder, 'dist'), { recursive: true, filter: (file) => !file.endsWith('.map') });
    cpSync('package.json', join(folder, 'package.json'));
    const env = { TRANSPORT: 'stdio', FIXTURE: 'broken', LOG_LEVEL: 'fatal' };

    const failure = await run(process.execPath, [join(folder, 'dist/main.js')], { env }).catch(
      (error: unknown) => error,
    );

    expect((failure as { stderr: string }).stderr).toMatch(
      /no such table\n {4}at new BrokenToolset \(file:.*\/chunks\/.*:\d+:\d+\)/,
    );
  });
});

describe('the package', () => {
  it('is imported by another Nest application, unbundled', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'polyport-shop-'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(folder, 'main.js'),
      `import 'reflect-metadata';
       import { Module } from '@nestjs/common';
       import { NestFactory } from '@nestjs/core';
       import { PolyportModule, Tool, Toolset, StdioServer } from '${resolve(DIST, 'index.js')}';
       class ShopToolset { open() { return 'open'; } }
       const open = Object.getOwnPropertyDescriptor(ShopToolset.prototype, 'open');
       Tool({ description: 'Whether the shop is open.' })(ShopToolset.prototype, 'open', open);
       Reflect.defineMetadata('design:paramtypes', [], ShopToolset.prototype, 'open');
       Toolset({ prefix: 'shop' })(ShopToolset);
       class AppModule {}
       const env = { TRANSPORT: 'stdio', AUDIT_LOG: 'off' };
       Module({
         imports: [PolyportModule.forRoot({ name: 'shop', version: '1.0.0', env })],
         providers: [ShopToolset],
       })(AppModule);
       const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
       console.log(app.get(StdioServer).constructor.name);
       await app.close();`,
    );

    const { stdout } = await run(process.execPath, [join(folder, 'main.js')], { cwd: folder });

    expect(stdout).toBe('StdioServer\n');
    expect(existsSync(join(DIST, 'index.d.ts'))).toBe(true);
    expect(readFileSync(join(DIST, 'index.js'), 'utf8')).toContain("from './mcp/contract/index.js'");
  });
});

it('a server that starts on classes alone loads no schema compiler', async () => {
  const child = await StdioChild.initialized({ preload: ['print-loaded.mjs'] });
  child.process.stdin.end();
  await child.exited;
  const chunks = lines(child.stderr).filter((text) => /^loaded file:.*\/chunks\//.test(text));

  expect(chunks.length).toBeGreaterThan(2);
  expect(chunks.filter((text) => /ajv|platform-express|_http_|_sse_|network_bootstrap|pretty/.test(text))).toEqual([]);
});
