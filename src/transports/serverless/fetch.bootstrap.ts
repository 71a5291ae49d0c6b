import type { Settings } from '../../config/index.js';
import { createApplication } from '../network/network.application.js';
import type { NetworkTransport } from '../network/transport.interface.js';
import { toFetch, type FetchHandlers } from './fetch/fetch.handlers.js';

/** The handler of the server of this package. Settings are read when it starts, so that a fault in them is reported. */
export function fetchHandlers(settings: () => Settings, transports: readonly NetworkTransport[]): FetchHandlers {
  const handlers = toFetch(async () => createApplication(settings(), transports));
  // In front of all others, whose share in the signal could not be seen once they have heard it.
  process.prependOnceListener('SIGTERM', (signal) => {
    const isOwn = process.listenerCount(signal) === 0;
    void handlers.close().finally(() => {
      // Without a listener of ours it ends the process, as it would have. Whoever else listens has plans of its own.
      if (isOwn) process.kill(process.pid, signal);
    });
  });
  return handlers;
}
