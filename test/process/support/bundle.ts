import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The sources and packages in a file of a bundle, as its map tells. */
export function sourcesOf(url: string): string[] {
  return (JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as { sources: string[] }).sources;
}
