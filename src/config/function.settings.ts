import { readFileSync } from 'node:fs';
import type { Settings } from './settings.js';
import { loadFunctionSettings } from './settings.loader.js';
import type { Runtime, ServerIdentity } from './settings.types.js';

/**
 * Settings of the function that an entry of this package is.
 *
 * @param packageFile gives the path of a file of the package
 * @throws {InvalidSettingsError} naming all faults at once
 */
export function readFunctionSettings(
  packageFile: (path: string) => string,
  runtime: Exclude<Runtime, 'process'>,
): Settings {
  const DOCS_DIR = process.env['DOCS_DIR']?.trim() ? process.env['DOCS_DIR'] : packageFile('docs');
  const { name, version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as ServerIdentity;
  return loadFunctionSettings({ ...process.env, DOCS_DIR }, { name, version }, runtime);
}
