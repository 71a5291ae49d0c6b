import { NestFactory } from '@nestjs/core';
import type { Settings } from '../../config/index.js';
import { createLogger } from '../../operations/index.js';
import { StdioModule } from './stdio.module.js';
import { StdioServer } from './stdio.server.js';
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
  const logger = await createLogger(settings);
  const app = await NestFactory.createApplicationContext(StdioModule.register(settings), {
    logger,
    abortOnError: false,
  });
  const end = await app.get(StdioServer).serve(process.stdin, output, stop.signal);
  await app.close();
  return end === 'broken' ? 1 : 0;
}
