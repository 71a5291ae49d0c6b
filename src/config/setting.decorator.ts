import { Transform, type TransformFnParams } from 'class-transformer';
import { ValidateBy } from 'class-validator';

import { registerSetting } from './setting.registry.js';
import { toVariableName } from './variable-name.js';

/** How the text of one environment variable becomes a value, and which values are accepted. */
export interface SettingKind {
  /** Turns text into a value. What cannot be parsed is returned as it is, and then refused by `accepts`. */
  readonly parse?: (text: string) => unknown;
  readonly accepts: (value: unknown) => boolean;
  /** Continues the sentence `NAME=value …`, for instance `must be …`. */
  readonly refusal: string | ((value: unknown) => string);
  readonly example: string;
  readonly allowlist?: boolean;
}

/** Declares a property of `Settings`: its parser and its one validator, whose message ends with an example. */
export function Setting({ parse, accepts, refusal, example, allowlist = false }: SettingKind): PropertyDecorator {
  return (target, key) => {
    const property = String(key);
    registerSetting(target, property, { allowlist, example });
    if (parse) {
      Transform(({ value }: TransformFnParams): unknown => (typeof value === 'string' ? parse(value) : value))(
        target,
        property,
      );
    }
    ValidateBy({
      name: 'setting',
      validator: {
        validate: (value: unknown) => accepts(value),
        defaultMessage: (args) => {
          const text = typeof refusal === 'string' ? refusal : refusal(args?.value);
          return `${text}; for example ${toVariableName(property)}=${example}`;
        },
      },
    })(target, property);
  };
}
