import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Writable } from 'node:stream';

const STDOUT = 1;
const STDERR = 2;

/**
 * Takes stdout for the protocol: whatever else in this process prints there, through the stream, the console or the file
 * descriptor, reaches stderr instead (MCP specification, basic/transports: stdio).
 *
 * @returns the only way to stdout that is left
 */
export function reserveStdout(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout) as (chunk: Buffer, done: (error?: Error | null) => void) => boolean;
  const wire = new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _encoding, done) => void write(chunk, done),
  });
  stdout.on('error', (error: Error) => wire.destroy(error));
  // Nobody reads the log any more: no reason to end.
  stderr.on('error', () => undefined);
  stdout.write = stderr.write.bind(stderr);
  redirectDescriptor();
  return wire;
}

type DescriptorFunction = (descriptor: number, ...rest: unknown[]) => unknown;

function redirectDescriptor(): void {
  const functions = fs as unknown as Record<string, DescriptorFunction>;
  for (const name of ['write', 'writeSync', 'writev', 'writevSync']) {
    const original = functions[name];
    if (original === undefined) continue;
    functions[name] = (descriptor, ...rest) => original(descriptor === STDOUT ? STDERR : descriptor, ...rest);
  }
  syncBuiltinESMExports();
}
