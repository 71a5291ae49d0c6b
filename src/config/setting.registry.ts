/** What the reader must know about a property before its value is parsed. */
export interface SettingTraits {
  /** May be given as a file in `X_FILE`; its value appears in no message. */
  readonly secret: boolean;
  /** Property that keeps the path of that file. */
  readonly pathIn?: string;
  /** Set but empty is refused, because "nothing is allowed" would be read as the default. */
  readonly allowlist: boolean;
  /** A value that is accepted. */
  readonly example: string;
}

const registry = new WeakMap<object, Map<string, SettingTraits>>();

/** Adds traits to a property of a settings class; called by decorators. */
export function registerSetting(prototype: object, property: string, traits: Partial<SettingTraits>): void {
  const settings = registry.get(prototype) ?? new Map<string, SettingTraits>();
  settings.set(property, { secret: false, allowlist: false, example: '', ...settings.get(property), ...traits });
  registry.set(prototype, settings);
}

/** Lists the properties of a settings class in the order of their declaration, those of the classes it extends last. */
export function settingsOf(type: { readonly prototype: object }): ReadonlyMap<string, SettingTraits> {
  const own = registry.get(type.prototype) ?? new Map<string, SettingTraits>();
  const parent = Object.getPrototypeOf(type.prototype) as object | null;
  return parent === null ? own : new Map([...own, ...settingsOf({ prototype: parent })]);
}
