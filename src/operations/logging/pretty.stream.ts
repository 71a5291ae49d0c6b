import type { DestinationStream } from 'pino';
import { prettyFactory } from 'pino-pretty';

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
// Control characters that JSON leaves unescaped, except the escape character of the colours.
const LATE_CONTROL = /[\u007f-\u009f\p{Zl}\p{Zp}]/gu;

/** Formats pino's records as lines for people, synchronously. */
export function createPrettyStream(target: DestinationStream, options: { colors: boolean }): DestinationStream {
  const prettify = prettyFactory({
    colorize: options.colors,
    // Errors are formatted as plain objects, so that a stack stays on the record's line.
    errorLikeObjectKeys: [],
    ignore: 'pid,hostname,context',
    messageFormat: ({ context, msg }) => [bracketed(context), escape(msg)].filter((part) => part !== '').join(' '),
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss.l',
  });
  return {
    write: (record) => {
      target.write(`${escapeWith(LATE_CONTROL, prettify(record).trimEnd())}\n`);
    },
  };
}

function bracketed(context: unknown): string {
  return context === undefined ? '' : `[${escape(context)}]`;
}

function escape(value: unknown): string {
  return typeof value === 'string' ? escapeWith(CONTROL, value) : '';
}

function escapeWith(characters: RegExp, text: string): string {
  return text.replace(characters, (found) => {
    const quoted = JSON.stringify(found).slice(1, -1);
    return quoted === found ? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}` : quoted;
  });
}
