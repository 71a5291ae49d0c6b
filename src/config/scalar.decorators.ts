import { Setting } from './setting.decorator.js';

const FLAGS = new Map([
  ['true', true],
  ['on', true],
  ['false', false],
  ['off', false],
]);

/** A whole number between two limits, in plain digits: no unit, sign, fraction or exponent. */
export function WholeNumber(limits: { min: number; max: number; example: number }): PropertyDecorator {
  return Setting({
    parse: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : text),
    accepts: (value) => typeof value === 'number' && value >= limits.min && value <= limits.max,
    refusal: `must be a whole number from ${limits.min} to ${limits.max}, without a unit`,
    example: String(limits.example),
  });
}

/** A switch: `true` or `on`, `false` or `off`. */
export function Flag(example: 'true' | 'false' | 'on' | 'off'): PropertyDecorator {
  return Setting({
    parse: (text) => FLAGS.get(text.toLowerCase()) ?? text,
    accepts: (value) => typeof value === 'boolean',
    refusal: 'must be true, false, on or off',
    example,
  });
}

/** One word of a fixed list. */
export function OneOf(words: readonly string[], example: string): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && words.includes(value),
    refusal: `must be one of ${words.join(', ')}`,
    example,
  });
}

/** A short printable text. */
export function Text(example: string): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && /^\P{Cc}{1,256}$/u.test(value),
    refusal: 'must be a text of 1 to 256 characters without control characters',
    example,
  });
}

/** A text of at least so many bytes in UTF-8. */
export function LongText(bytes: number, example: string): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && Buffer.byteLength(value) >= bytes,
    refusal: `must be at least ${bytes} bytes long`,
    example,
  });
}
