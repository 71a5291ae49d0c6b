import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { InvalidSettingsError } from './invalid-settings.error.js';
import { settingsOf } from './setting.registry.js';
import { Settings } from './settings.js';
import { crossFieldFaults } from './settings.rules.js';
import type { Environment, Runtime, ServerIdentity } from './settings.types.js';
import { readVariable } from './variable.reader.js';

const EVERYWHERE = '0.0.0.0';

/**
 * Turns environment variables into settings; names it does not know are left alone.
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
    pathIn: traits.pathIn,
    ...readVariable(env, property, traits),
  }));
  const given = variables.flatMap(({ property, text }) => (text === undefined ? [] : [[property, text] as const]));
  const paths = variables.flatMap(({ pathIn, file }) =>
    pathIn === undefined || file === undefined ? [] : [[pathIn, file] as const],
  );
  const input = {
    serverName: defaults.name,
    serverVersion: defaults.version,
    runtime,
    ...Object.fromEntries([...given, ...paths]),
  };
  const settings = plainToInstance(Settings, input);

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
 * Settings of a function. `TRANSPORT` may be left out; where a process would listen does not matter, since the platform
 * listens, and lets other machines in.
 *
 * @throws {InvalidSettingsError} naming all faults at once
 */
export function loadFunctionSettings(
  env: Environment,
  defaults: ServerIdentity,
  runtime: Exclude<Runtime, 'process'>,
): Settings {
  const TRANSPORT = env['TRANSPORT']?.trim() ? env['TRANSPORT'] : 'http';
  return loadSettings({ ...env, TRANSPORT, HOST: EVERYWHERE }, defaults, runtime);
}

/**
 * Settings of this process.
 *
 * @param overrides variables that go before those of the process
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
