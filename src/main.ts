#!/usr/bin/env node
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InvalidSettingsError, loadSettings, type Settings } from './config/index.js';

const packageFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Exit code 2: the configuration or a toolset is refused. Exit code 1: a failure while running. */
const REFUSED = 2;

function readSettings(): Settings {
  const { name, version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as Settings &
    Record<'name' | 'version', string>;
  const { DOCS_DIR = packageFile('docs'), ...env } = process.env;
  return loadSettings({ ...env, DOCS_DIR }, { name, version });
}

/** Loads only what the chosen transport needs. */
async function serve(settings: Settings): Promise<number> {
  if (settings.transport.includes('stdio')) {
    return (await import('./transports/stdio/stdio.bootstrap.js')).serve(settings);
  }
  const { serve } = await import('./transports/network/network.bootstrap.js');
  const modules = settings.transport.map(async (name) =>
    name === 'sse'
      ? (await import('./transports/sse/sse.bootstrap.js')).sse
      : (await import('./transports/http/http.bootstrap.js')).http,
  );
  return serve(settings, await Promise.all(modules));
}

try {
  process.exit(await serve(readSettings()));
} catch (error) {
  const isForOperator = error instanceof InvalidSettingsError || (error instanceof Error && 'forOperator' in error);
  process.stderr.write(`${isForOperator ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(REFUSED);
}
