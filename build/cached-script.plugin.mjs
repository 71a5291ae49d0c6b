import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WARM_UP = join(import.meta.dirname, 'write-code-cache.mjs');
const LOADER = join(import.meta.dirname, 'runtime/cached-script.loader.mjs');

/** @throws Error for a module that uses what the text of a script cannot have */
function replaced(text, pattern, change, least) {
  let count = 0;
  const result = text.replace(pattern, (...match) => (count++, change(...match)));
  if (count < least) throw new Error(`the bundle has no ${pattern}: the bundler writes modules differently now`);
  return result;
}

/**
 * The script that does what a bundled module does: a function of `require` and `import_meta` that returns the exports.
 * Line 2 of the script is line 1 of the module, and no column moves, so that the map of the module still fits.
 */
function toScript(module) {
  let script = module.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
  script = replaced(
    script,
    /(?<![\w$.])import\{([^{}]+)\}from("node:[^"]+");/g,
    (text, names, from) => `let{${names.replace(/ as /g, ':')}}=$(${from});`.padEnd(text.length),
    1,
  );
  script = replaced(script, /\bimport\.meta\b/g, () => 'import_meta', 1);
  script = replaced(
    script,
    /export\{([^{}]+)\};?\s*$/,
    (_text, names) => `return{${names.replace(/([\w$]+) as ([\w$]+)/g, '$2:$1')}};`,
    1,
  );
  return `(function($,import_meta){"use strict";\n${script}\n})`;
}

function warmUp(file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WARM_UP, file], { stdio: ['ignore', 'inherit', 'inherit'], env: {} });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${WARM_UP} ended with ${code}`))));
  });
}

/**
 * Makes a script of a bundle, and keeps beside it what V8 has compiled of it by its first answer. V8 takes no code cache
 * for a module before Node 22. `NAME.js` loads `NAME.bundle.js` with `NAME.bundle.cache`, and works without the cache.
 */
export class CachedScriptPlugin {
  constructor(name) {
    this.name = name;
  }

  apply(compiler) {
    compiler.hooks.afterEmit.tapPromise('CachedScript', async ({ errors }) => {
      if (errors.length > 0) return;
      const folder = compiler.outputPath;
      const file = join(folder, `${this.name}.bundle.js`);
      rmSync(file.replace(/\.js$/, '.cache'), { force: true });
      writeFileSync(file, toScript(readFileSync(file, 'utf8')));
      writeFileSync(join(folder, `${this.name}.js`), readFileSync(LOADER, 'utf8').replaceAll('NAME', this.name));
      rmSync(join(folder, `${this.name}.js.map`), { force: true });
      await warmUp(file);
    });
  }
}
