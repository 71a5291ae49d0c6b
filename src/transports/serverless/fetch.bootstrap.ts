import type { Settings } from '../../config/index.js';
import { createApplication } from '../network/network.application.js';
import type { NetworkTransport } from '../network/transport.interface.js';
import { toFetch, type FetchHandlers } from './fetch/fetch.handlers.js';

/** The handler of the server of this package. Settings are read when it starts, so that a fault in them is reported. */
export function fetchHandlers(settings: () => Settings, transports: readonly NetworkTransport[]): FetchHandlers {
  const handlers = toFetch(async () => createApplication(settings(), transports));
  // Whoever runs this may have plans of its own for the signal: it comes again when the application has ended.
  process.once('SIGTERM', (signal) => void handlers.close().finally(() => process.kill(process.pid, signal)));
  return handlers;
}
