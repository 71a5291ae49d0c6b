import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { sourceOf } from './example.files.js';
import { codeBlocks, readPage, ROOT } from './markdown.js';

/** The sources that the README shows, in a folder of their own. */
export interface Written {
  /** Paths from the folder. */
  readonly files: readonly string[];
  /** What the compiler says, with the settings of the project. */
  compile(): string[];
  load<T>(path: string): Promise<T>;
  remove(): void;
}

/**
 * Writes the blocks of the README as a reader does: a toolset of this server into `src/toolsets/`, and the application
 * `shop`, which has the package installed and takes the toolset along with imports from `polyport`.
 */
export function writeReadme(): Written {
  // Nothing else looks into this folder, while packages are found from it.
  mkdirSync(join(ROOT, 'coverage'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'coverage', 'readme-'));
  const files: string[] = [];
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const show = (path: string, code: string): void => {
    files.push(path);
    write(path, code);
    // Jest finds no package under its own name: what runs has the sources in its place.
    write(join('running', path), code.replaceAll(`'polyport'`, `'${join(ROOT, 'src/index.ts')}'`));
  };
  for (const { name, code } of codeBlocks(readPage('README.md')).flatMap((block) => sourceOf(block) ?? [])) {
    show(name, code);
    if (!name.startsWith('src/toolsets/')) continue;
    show(name.replace('src/toolsets/', 'shop/'), code.replaceAll(`'../../mcp/contract/index.js'`, `'polyport'`));
  }
  for (const place of ['src', 'running/src']) symlinkSync(join(ROOT, 'src/mcp'), join(folder, place, 'mcp'));
  return {
    files,
    compile: () => compile(files.map((file) => join(folder, file))),
    load: async <T>(path: string) => (await import(join(folder, 'running', path))) as T,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function compile(files: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files }, ts.sys, ROOT);
  const program = ts.createProgram(files, { ...options, noEmit: true });
  const sources = files.map((file) => program.getSourceFile(file));
  return [
    ...program.getOptionsDiagnostics(),
    ...sources.flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]),
  ].map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
