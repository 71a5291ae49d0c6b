import type { LoggerService } from '@nestjs/common';
import { type Logger, destination, pino, stdTimeFunctions, type DestinationStream } from 'pino';
import type { Settings } from '../../config/index.js';
import { redactSecrets } from '../../mcp/common/redact-secrets.js';
import { readErrorArguments, readLogArguments, type LogArguments } from './log-arguments.js';
import { serializeError } from './error.serializer.js';
import { redactedMembers, redactedValue } from './redacted-value.js';

const STDERR = 2;

/** Names under which Nest logs boot errors that it also throws: while wiring, and while starting to listen. */
const THROWN_TOO: ReadonlySet<unknown> = new Set(['ExceptionHandler', 'NestApplication']);

type PinoLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/**
 * Nest's logger over pino: one line per record on stderr, because stdout belongs to the protocol.
 *
 * Records hold `context`, `msg`, the error under `err` and further objects, merged, under `data`.
 */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...params: unknown[]): void {
    this.write('info', message, params);
  }

  error(message: unknown, ...params: unknown[]): void {
    this.write('error', message, params);
  }

  warn(message: unknown, ...params: unknown[]): void {
    this.write('warn', message, params);
  }

  debug(message: unknown, ...params: unknown[]): void {
    this.write('debug', message, params);
  }

  verbose(message: unknown, ...params: unknown[]): void {
    this.write('trace', message, params);
  }

  fatal(message: unknown, ...params: unknown[]): void {
    this.write('fatal', message, params);
  }

  private write(level: PinoLevel, message: unknown, params: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const read = level === 'error' || level === 'fatal' ? readErrorArguments : readLogArguments;
    const { message: text, ...members }: LogArguments = read(message, params);
    this.pino[level](members, text);
  }
}

/**
 * Makes the application's logger.
 *
 * @param settings uses `logLevel` and `logFormat`
 * @param target receives the lines; default: stderr, written synchronously
 */
export async function createLogger(
  settings: Pick<Settings, 'logLevel' | 'logFormat'>,
  target: DestinationStream = destination({ fd: STDERR, sync: true }),
): Promise<PinoLogger> {
  return new PinoLogger(
    pino(
      {
        level: settings.logLevel,
        formatters: { level: (label) => ({ level: label }) },
        serializers: { err: (error: unknown) => redactedValue(serializeError(error)), data: redactedMembers },
        timestamp: stdTimeFunctions.isoTime,
      },
      await formatted(settings.logFormat, createRedactingStream(target)),
    ),
  );
}

async function formatted(format: Settings['logFormat'], target: DestinationStream): Promise<DestinationStream> {
  switch (format) {
    case 'json':
      return target;
    case 'pretty': {
      const { createPrettyStream } = await import('./pretty.stream.js');
      return createPrettyStream(target, { colors: process.stderr.isTTY && process.stderr.hasColors() });
    }
  }
}

/** Redacts everything with the shape of a token or key, in any part of a finished line. */
function createRedactingStream(target: DestinationStream): DestinationStream {
  return { write: (line) => target.write(redactSecrets(line)) };
}

/** Drops Nest's own record of a failed boot: the entry point reports the thrown error. */
export function reportOnce<Target extends LoggerService>(logger: Target): Target {
  const error: LoggerService['error'] = logger.error.bind(logger);
  logger.error = (message: unknown, ...params: unknown[]): void => {
    if (!THROWN_TOO.has(params.at(-1))) error(message, ...params);
  };
  return logger;
}
