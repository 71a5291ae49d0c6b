import type { LoggerService } from '@nestjs/common';

/** Where Nest logs errors of the boot that it throws to the caller as well: while it wires, and while it listens. */
const THROWN_TOO: ReadonlySet<unknown> = new Set(['ExceptionHandler', 'NestApplication']);

/** The logger without Nest's own record of a failed boot: whoever starts the application reports the error, once. */
export function reportOnce<Target extends LoggerService>(logger: Target): Target {
  const error: LoggerService['error'] = logger.error.bind(logger);
  logger.error = (message: unknown, ...params: unknown[]): void => {
    if (!THROWN_TOO.has(params.at(-1))) error(message, ...params);
  };
  return logger;
}
