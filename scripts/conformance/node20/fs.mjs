import fs from 'node:fs';
// The complete module of Node, with one name more: a list of names would have to follow the suite.
// eslint-disable-next-line no-restricted-syntax -- as above
export * from 'node:fs';
export default fs;

export function globSync() {
  throw new Error('globSync needs Node 22');
}
