import { isatty } from 'node:tty';
import { IsOptional } from 'class-validator';
import { LongText, OneOf, Secret, Setting } from './setting.decorators.js';

/** A threshold of the log, as named in `LOG_LEVEL`; `silent` writes nothing. */
type LogLevelName = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The shape of a log record, as named in `LOG_FORMAT`. */
type LogFormat = 'json' | 'pretty';

/** Handling of calls while the audit cannot be written, as named in `AUDIT_ON_FAILURE`. */
type AuditOnFailure = 'continue' | 'refuse';

const STDERR = 2;
const AUDIT_WORDS = ['off', 'stderr'];

/** The log and the audit. */
export class LoggingSettings {
  /** Threshold of the log. */
  @OneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info')
  readonly logLevel: LogLevelName = 'info';

  /** Shape of the log records; the default is `pretty` when stderr is a terminal. */
  @OneOf(['json', 'pretty'], 'json') readonly logFormat: LogFormat = isatty(STDERR) ? 'pretty' : 'json';

  /** Destination of the audit: `off`, `stderr` or a path; `undefined`: `off` on stdio, `stderr` elsewhere. */
  @IsOptional() @AuditDestination() readonly auditLog?: string;

  /** Key of the audit's hash chain, at least 32 bytes: without it the chain cannot be forged. */
  @IsOptional() @Secret() @LongText(32, '$(openssl rand -base64 32)') readonly auditSecret?: string;

  /** Whether calls continue or are refused while the audit cannot be written. */
  @OneOf(['continue', 'refuse'], 'refuse') readonly auditOnFailure: AuditOnFailure = 'continue';
}

/** Destination of the audit. A path needs a slash, so that a misspelt word does not become a file. */
function AuditDestination(): PropertyDecorator {
  return Setting({
    accepts: (value) =>
      typeof value === 'string' &&
      (AUDIT_WORDS.includes(value) || (/^\P{Cc}{1,1024}$/u.test(value) && /[/\\]/.test(value))),
    refusal: 'must be off, stderr, or the path of a file, with a slash in it',
    example: './audit.jsonl',
  });
}
