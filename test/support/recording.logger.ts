import type { LoggerService } from '@nestjs/common';
import { inspect } from 'node:util';

/** Keeps what the application logs as errors, for tests that ask what the operator finds there. */
export class RecordingLogger implements LoggerService {
  readonly errors: string[] = [];

  log(): void {}

  warn(): void {}

  error(...parts: unknown[]): void {
    this.errors.push(parts.map((part) => (typeof part === 'string' ? part : inspect(part))).join(' '));
  }
}
