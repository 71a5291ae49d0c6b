import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Global, Logger, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ChangeNotifier } from '../../../src/mcp/contract/index.js';
import { DocsModule } from '../../../src/toolsets/docs/docs.module.js';
import { DocsToolset } from '../../../src/toolsets/docs/docs.toolset.js';

class RecordingNotifier extends ChangeNotifier {
  readonly notices: string[] = [];
  toolsChanged(): void {}
  promptsChanged(): void {}
  resourcesChanged(): void {
    this.notices.push('resources');
  }
  resourceUpdated(uri: string): void {
    this.notices.push(uri);
  }
}

export const GUIDE =
  '---\ntitle: The guide\n---\nIntro\n# Guide\n## Install\nRun the installer.\n### On Linux\nUse apt.\n## Use\nCall it.\n';

let folder: string;
let app: TestingModule | undefined;

/** The folder of pages of the test that runs. */
export const root = (): string => folder;

export async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

/** Starts the docs toolset on the folder. */
export async function start(options: { writable?: boolean; directory?: string } = {}) {
  const notifier = new RecordingNotifier();
  @Global()
  @Module({ providers: [{ provide: ChangeNotifier, useValue: notifier }], exports: [ChangeNotifier] })
  class NotifierModule {}
  const imports = [NotifierModule, DocsModule.register({ directory: folder, ...options })];
  app = await Test.createTestingModule({ imports }).compile();
  await app.init();
  return { app, notifier, docs: app.get(DocsToolset, { strict: false }) };
}

export const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing',
    (error: unknown) => error,
  );

// Every test has three pages, and what it started ends with it.
beforeEach(async () => {
  jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  jest.spyOn(Logger.prototype, 'log').mockImplementation();
  folder = await mkdtemp(join(tmpdir(), 'docs-'));
  await write('guides/setup.md', GUIDE);
  await write('guides/tour.md', '# A tour\nSee the sights.\n');
  await write('index.md', '# Welcome\nStart with the guide.\n');
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});
