import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, type CodeBlock } from './markdown.js';

/**
 * Where the code of the documentation is kept, so that it compiles and runs: a toolset that a reader puts into
 * `src/toolsets/` stands in `test/examples/`. The application `shop` and the transport `websocket`, which have the package
 * installed, import it from the sources.
 */
const PLACES = [
  { shown: 'src/toolsets/', kept: 'test/examples/' },
  { shown: 'shop/', kept: 'test/examples/shop/' },
  { shown: 'websocket/', kept: 'test/examples/websocket/' },
];

export interface Source {
  /** As the first line of the block names it: a path, and a region of the file if not all of it is shown. */
  readonly name: string;
  readonly code: string;
}

/** What a block says it shows; `undefined` for a block that names no source. */
export function sourceOf({ language, text }: CodeBlock): Source | undefined {
  const [, name] = (language === 'ts' && /^\/\/ ([\w./-]+\.ts(?:#[\w-]+)?)\n/.exec(text)) || [];
  return name === undefined ? undefined : { name, code: text.slice(text.indexOf('\n') + 1) };
}

/** The code that is kept for a source, as a reader writes it. */
export function keptCode(name: string): string {
  const [path = '', region] = name.split('#');
  const place = PLACES.find(({ shown }) => path.startsWith(shown));
  if (!place) throw new Error(`${name} is in none of the places ${PLACES.map(({ shown }) => shown).join(', ')}.`);
  const file = readFileSync(join(ROOT, place.kept, path.slice(place.shown.length)), 'utf8');
  const code = asWritten(file);
  return region === undefined ? withoutMarks(code) : regionOf(code, region, name);
}

function asWritten(code: string): string {
  return code
    .replaceAll(`'../../../src/mcp/`, `'../../mcp/`)
    .replaceAll(`'../../../src/index.js'`, `'polyport'`)
    .replaceAll(`'../orders/`, `'./orders/`);
}

function withoutMarks(code: string): string {
  return code.replace(/^ *\/\/ #(end)?region.*\n/gm, '');
}

function regionOf(code: string, region: string, name: string): string {
  const lines = code.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  if (start === -1) throw new Error(`${name}: the file has no such region.`);
  const end = lines.findIndex((line, index) => index > start && line.trim() === '// #endregion');
  const shown = lines.slice(start + 1, end);
  const indent = Math.min(...shown.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return `${shown.map((line) => line.slice(indent)).join('\n')}\n`;
}
