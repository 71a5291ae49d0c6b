import { Setting } from './setting.decorator.js';

const WORDS = ['off', 'stderr'];

/** Where the audit goes. A path has a slash, so that a misspelt word does not become a file. */
export function AuditDestination(): PropertyDecorator {
  return Setting({
    accepts: (value) =>
      typeof value === 'string' && (WORDS.includes(value) || (/^\P{Cc}{1,1024}$/u.test(value) && /[/\\]/.test(value))),
    refusal: 'must be off, stderr, or the path of a file, with a slash in it',
    example: './audit.jsonl',
  });
}
