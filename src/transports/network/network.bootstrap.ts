import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { servesTls, type Settings } from '../../config/index.js';
import { Readiness } from '../../operations/index.js';
import { createApplication } from './network.application.js';
import type { NetworkTransport } from './transport.interface.js';

/** A shutdown that takes longer is given up. */
const SHUTDOWN_LIMIT_MS = 25_000;

/** Once calls are answered and streams ended, what is still connected gets this long to read the rest. */
const LINGER_MS = 1000;

const SWEEP_MS = 50;

/**
 * Listens until the process is told to stop, then lets running calls finish and ends the open streams.
 *
 * @returns the exit code
 * @throws what stops the boot
 */
export async function serve(settings: Settings, transports: readonly NetworkTransport[]): Promise<number> {
  const stop = stopSignal();
  // A log or terminal that nobody reads any more is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const app = await createApplication(settings, transports);
  const server = await listen(app, settings);
  announce(server, settings, transports);
  await stop;
  app.get(Readiness).drain();
  const release = releaseConnections(server);
  await app.close();
  release();
  return 0;
}

async function listen(app: NestExpressApplication, { host, port }: Settings): Promise<HttpServer> {
  try {
    return await app.listen(port, host);
  } catch (cause) {
    await app.close();
    throw new ListenError(host, port, { cause });
  }
}

/** Closes connections as they fall idle, since Node closes only those that are idle at the start, and in the end all. */
function releaseConnections(server: HttpServer): () => void {
  const startedAt = performance.now();
  let endedAt: number | undefined;
  const sweep = setInterval(() => {
    const now = performance.now();
    // Nest stops listening when the calls are answered and the streams ended.
    if (!server.listening) endedAt ??= now;
    const isOver = now - startedAt > SHUTDOWN_LIMIT_MS || (endedAt !== undefined && now - endedAt > LINGER_MS);
    if (isOver) server.closeAllConnections();
    else server.closeIdleConnections();
  }, SWEEP_MS);
  return () => clearInterval(sweep);
}

function announce(server: HttpServer, settings: Settings, transports: readonly NetworkTransport[]): void {
  const { address, port, family } = server.address() as AddressInfo;
  const base = `${servesTls(settings) ? 'https' : 'http'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  const logger = new Logger('Server');
  for (const transport of transports) logger.log(`${transport.name} on ${base}${transport.path(settings)}`);
}

/** Resolves with the first signal to stop; the second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(1);
        stopping = true;
        resolve();
      });
    }
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there; stop it, or choose another PORT',
  EADDRNOTAVAIL: 'this machine has no such address; correct HOST',
  EACCES: 'this user may not; choose a PORT above 1023',
  ENOTFOUND: 'there is no such host name; correct HOST',
};

/** The server cannot listen where it was told to. */
class ListenError extends Error {
  override readonly name = 'ListenError';
  /** Marks the message as complete without a stack. */
  readonly forOperator = true;
  /** Unlike a refused setting, it may work at the next try. */
  readonly exitCode = 1;

  constructor(host: string, port: number, options: { cause: unknown }) {
    const { code = '', message } = options.cause as NodeJS.ErrnoException;
    super(`Cannot listen on ${host}, port ${port}: ${REASONS[code] ?? message}`, options);
  }
}
