import { getMetadataStorage } from 'class-validator';

/** What the loader knows about a property of the settings. */
export interface SettingTraits {
  /** May be given as a file in `X_FILE`; its value appears in no message. */
  readonly secret: boolean;
  /** Property that keeps the path of that file. */
  readonly pathIn?: string;
  /** Set but empty is refused, because "nothing is allowed" would be read as the default. */
  readonly allowlist: boolean;
  /** An accepted value. */
  readonly example: string;
  /** Parses the text of the variable; returns text that it cannot parse unchanged, for the validator to refuse. */
  readonly parse?: (text: string) => unknown;
}

export interface SettingsClass<T extends object = object> {
  new (): T;
}

/** All members of several groups in one object type. */
type Combined<Groups> = Groups extends readonly [SettingsClass<infer First>, ...infer Rest]
  ? First & Combined<Rest>
  : unknown;

const registry = new WeakMap<object, Map<string, SettingTraits>>();

/** Adds traits to a property of a settings class; called by decorators. */
export function registerSetting(prototype: object, property: string, traits: Partial<SettingTraits>): void {
  const settings = registry.get(prototype) ?? new Map<string, SettingTraits>();
  settings.set(property, { secret: false, allowlist: false, example: '', ...settings.get(property), ...traits });
  registry.set(prototype, settings);
}

/** Lists the properties of a settings class in the order of their declaration, inherited ones last. */
export function settingsOf(type: { readonly prototype: object }): ReadonlyMap<string, SettingTraits> {
  const own = registry.get(type.prototype) ?? new Map<string, SettingTraits>();
  const parent = Object.getPrototypeOf(type.prototype) as object | null;
  return parent === null ? own : new Map([...own, ...settingsOf({ prototype: parent })]);
}

/**
 * Combines groups of settings into one flat class: their properties with defaults, variables and validators.
 *
 * @example
 * class Settings extends combine(AuthSettings, NetworkSettings) {}
 */
export function combine<const Groups extends readonly SettingsClass[]>(
  ...groups: Groups
): SettingsClass<Combined<Groups> & object> {
  class CombinedSettings {
    constructor() {
      Object.assign(this, ...groups.map((Group) => new Group()));
    }
  }
  const validators = getMetadataStorage();
  for (const group of groups) {
    for (const [property, traits] of settingsOf(group)) registerSetting(CombinedSettings.prototype, property, traits);
    for (const validator of validators.getTargetValidationMetadatas(group, '', true, false)) {
      validators.addValidationMetadata({ ...validator, target: CombinedSettings });
    }
  }
  return CombinedSettings as SettingsClass<Combined<Groups> & object>;
}

/** Names the environment variable of a property: `callTimeoutMs` → `CALL_TIMEOUT_MS`. */
export function toVariableName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
