const FILES = new URL('fs.mjs', import.meta.url).href;
const SUITE = '/@modelcontextprotocol/conformance/';

/** Gives the suite, and nothing else, a file system with every name that it imports. */
export async function resolve(specifier, context, next) {
  const isNeeded = specifier === 'fs' && context.parentURL?.includes(SUITE);
  return isNeeded ? { url: FILES, format: 'module', shortCircuit: true } : next(specifier, context);
}
