import { readFileSync } from 'node:fs';
import { parseList } from './setting.decorators.js';
import { toVariableName, type SettingTraits } from './setting.registry.js';

const SHOWN_CHARACTERS = 80;

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says about one setting. */
export interface ReadVariable {
  /** Name of the variable in messages, with its value unless secret. */
  readonly label: string;
  /** The text to parse. */
  readonly text?: string;
  /** The file of a secret. */
  readonly file?: string;
  /** Why the variable is set but has no text to parse. */
  readonly fault?: string;
}

/** Reads the variable of a property; a secret also from the file that `X_FILE` names. Blank counts as unset. */
export function readVariable(env: Environment, property: string, traits: SettingTraits): ReadVariable {
  const name = toVariableName(property);
  const value = env[name];
  if (traits.secret) return readSecret(name, value ?? '', env[`${name}_FILE`]?.trim() ?? '');

  const text = value?.trim() ?? '';
  const label = `${name}=${show(text)}`;
  if (traits.allowlist && value !== undefined && parseList(text).length === 0) {
    const rule = 'an empty allowlist never means allow all';
    return {
      label,
      fault: `is set but lists nothing, and ${rule}; unset it, or use for example ${name}=${traits.example}`,
    };
  }
  return text === '' ? { label } : { label, text };
}

function readSecret(name: string, value: string, file: string): ReadVariable {
  if (file === '') return value === '' ? { label: name } : { label: name, text: value };

  const label = `${name}_FILE=${show(file)}`;
  if (value !== '') return { label, fault: `is set together with ${name}; unset one of the two` };
  try {
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return { label: `${name} (from ${label})`, text, file };
  } catch (error) {
    return {
      label,
      fault: `must be a file that can be read (${codeOf(error)}); for example ${name}_FILE=/run/secrets/${name.toLowerCase()}`,
    };
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

/** Formats a value for one line of a message. */
function show(text: string): string {
  const cut = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return /^[\x21-\x7e]+…?$/.test(cut) ? cut : JSON.stringify(cut).replace(/[\x7f-\x9f\u2028\u2029]/g, '?');
}
