import { inspect } from 'node:util';
import type { LoggerService } from '@nestjs/common';

/** Keeps whatever is logged, at every level. */
export class EverythingLogger implements LoggerService {
  readonly lines: string[] = [];
  readonly log = this.keep;
  readonly error = this.keep;
  readonly warn = this.keep;
  readonly debug = this.keep;
  readonly verbose = this.keep;
  readonly fatal = this.keep;

  private get keep() {
    return (...parts: unknown[]): void => {
      this.lines.push(parts.map((part) => inspect(part, { depth: 10 })).join(' '));
    };
  }
}
