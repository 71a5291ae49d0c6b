import { InvalidSettingsError, loadSettings, type Environment, type Settings } from '../../../src/config/index.js';

const identity = { name: 'polyport', version: '1.2.3' };

/** Long enough for every secret. */
export const secret = '0123456789abcdef0123456789abcdef';

/** The settings that an environment gives. */
export function load(env: Environment): Settings {
  return loadSettings(env, identity);
}

/** What is wrong with an environment. */
export function faultsOf(env: Environment): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof InvalidSettingsError) return error.faults;
    throw error;
  }
  return [];
}
