// Comes first in every bundle: stack traces name the places in the sources. `process.setSourceMapsEnabled` reads the map
// of every file as it is loaded; here a map is read when a stack is, and the start pays nothing.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SourcePositions } from './source-positions.mjs';

const FOLDER = new URL('./', import.meta.url).href;
const files = new Map();

function positionsOf(url) {
  if (!files.has(url)) files.set(url, read(`${url}.map`));
  return files.get(url);
}

function read(url) {
  try {
    return new SourcePositions(JSON.parse(readFileSync(fileURLToPath(url), 'utf8')));
  } catch {
    // Maps may be left out of an installation.
    return undefined;
  }
}

function shown(frame) {
  const url = frame.getFileName();
  if (typeof url !== 'string' || !url.startsWith(FOLDER)) return String(frame);
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
  const place = positionsOf(url)?.find(line, column);
  if (place === undefined) return String(frame);
  const file = fileURLToPath(new URL(place.source, url));
  return String(frame).replace(`${url}:${line}:${column}`, `${file}:${place.line}:${place.column}`);
}

function titleOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

Error.prepareStackTrace = (error, frames) =>
  [titleOf(error), ...frames.map((frame) => `    at ${shown(frame)}`)].join('\n');
