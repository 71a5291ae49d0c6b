import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { InvalidSettingsError } from './invalid-settings.error.js';
import { settingsOf } from './setting.registry.js';
import { Settings } from './settings.js';
import { crossFieldFaults } from './settings.rules.js';
import type { Environment, ServerIdentity } from './settings.types.js';
import { readVariable } from './variable.reader.js';

/**
 * Turns environment variables into settings; names it does not know are left alone.
 *
 * @param env usually `process.env`
 * @param defaults name and version of the product, for `SERVER_NAME` and `SERVER_VERSION`
 * @returns deeply frozen settings
 * @throws {InvalidSettingsError} naming all faults at once
 */
export function loadSettings(env: Environment, defaults: ServerIdentity): Settings {
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
 * Settings of this process.
 *
 * @param overrides variables that go before those of the process
 * @throws {InvalidSettingsError} naming all faults at once
 */
export function readSettings(defaults: ServerIdentity, overrides: Environment = {}): Settings {
  return loadSettings({ ...process.env, ...overrides }, defaults);
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
