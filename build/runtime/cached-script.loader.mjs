// What dist/NAME.js is made of: the build puts the name of the bundle in.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, Script } from 'node:vm';

const url = new URL('./NAME.bundle.js', import.meta.url);

function codeCache() {
  try {
    return readFileSync(new URL('./NAME.bundle.cache', import.meta.url));
  } catch {
    return undefined;
  }
}

// V8 refuses the cache of another version of itself, and compiles the source instead.
const script = new Script(readFileSync(url, 'utf8'), {
  filename: url.href,
  lineOffset: -1,
  cachedData: codeCache(),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
const meta = { url: url.href, dirname: import.meta.dirname, resolve: import.meta.resolve };

export const { handler, streamHandler } = script.runInThisContext()(createRequire(url), meta);
