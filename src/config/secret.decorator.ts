import { registerSetting } from './setting.registry.js';

/**
 * Marks a setting as a secret: it may be given as a file in `X_FILE`, and no message shows its value.
 *
 * @param options.pathIn property that keeps the path of that file, for secrets that are read again while running
 */
export function Secret(options: { readonly pathIn?: string } = {}): PropertyDecorator {
  return (target, property) => {
    registerSetting(target, String(property), { secret: true, pathIn: options.pathIn });
  };
}
