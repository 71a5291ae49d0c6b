import type { Settings } from '../../config/index.js';
import { reserveStdout } from './stdout.guard.js';

/**
 * Serves stdio until the client closes its end or the process is told to stop.
 *
 * @returns the exit code
 * @throws what stops the boot
 */
export async function serve(settings: Settings): Promise<number> {
  const output = reserveStdout();
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => (stop.signal.aborted ? process.exit(1) : stop.abort()));
  }
  // Loaded behind the guard: a package may print as it is loaded.
  const { boot } = await import('./stdio.boot.js');
  const { app, server } = await boot(settings);
  const end = await server.serve(process.stdin, output, stop.signal);
  await app.close();
  return end === 'broken' ? 1 : 0;
}
