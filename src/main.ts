#!/usr/bin/env node
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InvalidSettingsError, loadSettings, type Settings } from './config/index.js';

const packageFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The configuration or a toolset is refused. */
const REFUSED = 2;
/** A failure while starting or running. */
const FAILED = 1;

/** What a failed start may carry: a message that says all, and an exit code that differs from that of a refusal. */
interface BootFailure extends Error {
  readonly forOperator?: boolean;
  readonly exitCode?: number;
}

function readSettings(): Settings {
  const { name, version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as Settings &
    Record<'name' | 'version', string>;
  const DOCS_DIR = process.env['DOCS_DIR']?.trim() ? process.env['DOCS_DIR'] : packageFile('docs');
  return loadSettings({ ...process.env, DOCS_DIR }, { name, version });
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

function report(error: unknown): number {
  if (!(error instanceof Error)) {
    process.stderr.write(`${String(error)}\n`);
    return FAILED;
  }
  const { forOperator = error instanceof InvalidSettingsError, exitCode = REFUSED }: BootFailure = error;
  process.stderr.write(`${forOperator ? error.message : error.stack}\n`);
  return forOperator ? exitCode : FAILED;
}

// Node reports deprecated calls outside node_modules, and dist/ bundles the dependencies: the warning would reach stderr as a
// line that is no log record (DEP0169 on Node 24, from `parseurl`).
process.noDeprecation = true;

try {
  process.exit(await serve(readSettings()));
} catch (error) {
  process.exit(report(error));
}
