import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

import { readErrorArguments, readLogArguments, type LogArguments } from './log-arguments.js';

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
