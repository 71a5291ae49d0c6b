import { createRequire } from 'node:module';
import { join } from 'node:path';

const known = new Map();

function isMissing(request, folder) {
  try {
    createRequire(join(folder, 'any.js')).resolve(request);
    return false;
  } catch (error) {
    // A package that is there and has nothing for `require` is found all the same.
    return error.code === 'MODULE_NOT_FOUND';
  }
}

/**
 * Tells the requests of packages for other packages that are not installed, such as Nest's for `@nestjs/microservices`:
 * what asks for them at run time gets the error it expects there.
 */
export function isOptionalAndMissing(request, folder) {
  if (/^[./]|^node:/.test(request) || !folder.includes('node_modules')) return false;
  if (!known.has(request)) known.set(request, isMissing(request, folder));
  return known.get(request);
}
