import { readFileSync } from 'node:fs';
import { validateSync } from 'class-validator';
import type { Runtime } from './server.settings.js';
import { settingsOf } from './setting.registry.js';
import { Settings } from './settings.js';
import { crossFieldFaults } from './settings.rules.js';
import { readVariable, type Environment } from './variable.reader.js';

/** Name and version of the product, for when the environment sets none. */
export interface ServerIdentity {
  readonly name: string;
  readonly version: string;
}

const ALL_INTERFACES = '0.0.0.0';

/** The environment holds invalid settings; the message lists every fault, one line each. */
export class InvalidSettingsError extends Error {
  override readonly name = 'InvalidSettingsError';

  /** @param faults one sentence for each fault, naming the variable and what it accepts */
  constructor(readonly faults: readonly string[]) {
    super(['The environment holds settings that cannot be used:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
  }
}

/**
 * Turns environment variables into settings; ignores unknown names.
 *
 * @param env usually `process.env`
 * @param defaults name and version of the product, for `SERVER_NAME` and `SERVER_VERSION`
 * @param runtime what runs the server
 * @returns deeply frozen settings
 * @throws {InvalidSettingsError} naming all faults at once
 */
export function loadSettings(env: Environment, defaults: ServerIdentity, runtime: Runtime = 'process'): Settings {
  const variables = [...settingsOf(Settings)].map(([property, traits]) => ({
    property,
    ...traits,
    ...readVariable(env, property, traits),
  }));
  const given = variables.flatMap(({ property, parse, text }) =>
    text === undefined ? [] : [[property, parse ? parse(text) : text] as const],
  );
  const paths = variables.flatMap(({ pathIn, file }) =>
    pathIn === undefined || file === undefined ? [] : [[pathIn, file] as const],
  );
  const settings: Settings = Object.assign(new Settings(), {
    serverName: defaults.name,
    serverVersion: defaults.version,
    runtime,
    ...Object.fromEntries([...given, ...paths]),
  });

  const refusals = refusalsOf(settings);
  const faults = new Map<string, string>();
  for (const { property, label, fault = refusals.get(property) } of variables) {
    if (fault !== undefined) faults.set(property, `${label} ${fault}`);
  }
  const all = [...faults.values(), ...crossFieldFaults(settings, (property) => faults.has(property))];
  if (all.length > 0) throw new InvalidSettingsError(all);
  return deepFreeze(settings);
}

/**
 * Settings of a function. `TRANSPORT` defaults to `http`. `HOST` is ignored: the platform listens, and other machines
 * can reach it.
 *
 * @throws {InvalidSettingsError} naming all faults at once
 */
export function loadFunctionSettings(
  env: Environment,
  defaults: ServerIdentity,
  runtime: Exclude<Runtime, 'process'>,
): Settings {
  const TRANSPORT = env['TRANSPORT']?.trim() ? env['TRANSPORT'] : 'http';
  return loadSettings({ ...env, TRANSPORT, HOST: ALL_INTERFACES }, defaults, runtime);
}

/**
 * Settings of this process.
 *
 * @param overrides variables that override those of the process
 * @param runtime what runs the server
 * @throws {InvalidSettingsError} naming all faults at once
 */
export function readSettings(
  defaults: ServerIdentity,
  overrides: Environment = {},
  runtime: Runtime = 'process',
): Settings {
  const env = { ...process.env, ...overrides };
  return runtime === 'process' ? loadSettings(env, defaults) : loadFunctionSettings(env, defaults, runtime);
}

/**
 * Settings of a function entry of this package.
 *
 * @param packageFile resolves the path of a file in the package
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

function refusalsOf(settings: Settings): ReadonlyMap<string, string> {
  return new Map(
    validateSync(settings).map(({ property, constraints }) => [property, Object.values(constraints ?? {}).join('; ')]),
  );
}

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}
