import { registerSetting } from './setting.registry.js';

/** Marks a setting as a secret: it may be given as a file in `X_FILE`, and no message shows its value. */
export function Secret(): PropertyDecorator {
  return (target, property) => {
    registerSetting(target, String(property), { secret: true });
  };
}
