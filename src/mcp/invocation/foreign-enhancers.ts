/** The part of Nest's `ApplicationConfig` that holds the global enhancers. */
export interface EnhancerConfig {
  getGlobalGuards(): object[];
  getGlobalRequestGuards(): unknown[];
  getGlobalInterceptors(): unknown[];
  getGlobalRequestInterceptors(): unknown[];
  getGlobalPipes(): unknown[];
  getGlobalRequestPipes(): unknown[];
  getGlobalFilters(): unknown[];
  getGlobalRequestFilters(): unknown[];
}

/** Nest's metadata keys of enhancers on a method or class. */
const FILTERS = '__exceptionFilters__';
const ENHANCERS = ['__guards__', '__interceptors__', '__pipes__', FILTERS];

/** Whether the application has put an enhancer of its own in front of a method: on it, on its class or globally. */
export function hasForeignEnhancers(
  method: object,
  type: object,
  config: EnhancerConfig | undefined,
  isOwnGuard: (guard: object) => boolean,
): boolean {
  if (!config) return true;
  if (ENHANCERS.some((key) => Reflect.hasMetadata(key, method) || Reflect.hasMetadata(key, type))) return true;
  return hasGlobalEnhancers(config, isOwnGuard);
}

export function hasGlobalEnhancers(config: EnhancerConfig, isOwnGuard: (guard: object) => boolean): boolean {
  const others = [
    config.getGlobalRequestGuards(),
    config.getGlobalInterceptors(),
    config.getGlobalRequestInterceptors(),
    config.getGlobalPipes(),
    config.getGlobalRequestPipes(),
    config.getGlobalFilters(),
    config.getGlobalRequestFilters(),
  ];
  return (
    others.some((enhancers) => enhancers.length > 0) || config.getGlobalGuards().some((guard) => !isOwnGuard(guard))
  );
}

/**
 * Whether a method has exception filters. Without one Nest would only log the error, which is logged with its id where
 * it is answered.
 */
export function hasFilters(method: object, type: object, config: EnhancerConfig | undefined): boolean {
  if (Reflect.hasMetadata(FILTERS, method) || Reflect.hasMetadata(FILTERS, type)) return true;
  return !config || config.getGlobalFilters().length > 0 || config.getGlobalRequestFilters().length > 0;
}
