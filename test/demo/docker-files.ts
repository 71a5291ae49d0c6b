import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

export interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** One `FROM` with what follows it. */
export interface Stage {
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of the Dockerfile, comments left out and continued lines joined. */
export function readStages(): Stage[] {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { image: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push({ image: value, instructions: [] });
    else stages.at(-1)?.instructions.push({ name, value });
  }
  return stages;
}

/** Whether the path is left out of the build context: the last rule of .dockerignore that matches it decides. */
export function isIgnored(path: string): boolean {
  const rules = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  let ignored = false;
  for (const rule of rules) {
    const keeps = rule.startsWith('!');
    if (toRegExp(keeps ? rule.slice(1) : rule).test(path)) ignored = !keeps;
  }
  return ignored;
}

/** A rule holds for the path that it names and for everything below it. */
function toRegExp(rule: string): RegExp {
  const pattern = rule
    .split(/(\*\*\/|\*)/)
    .map((part) => (part === '**/' ? '(?:.*/)?' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${pattern}(?:/|$)`);
}
