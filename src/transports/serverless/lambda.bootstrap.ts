import type { Settings } from '../../config/index.js';
import { createApplication } from '../network/network.application.js';
import type { NetworkTransport } from '../network/transport.interface.js';
import { toLambda, type LambdaHandlers } from './lambda/lambda.handlers.js';

/**
 * Lambda tells functions with an extension that they are to end, and waits half a second. When the last call has ended,
 * its answer is still on its way to the platform.
 */
const LAST_ANSWER_MS = 100;

/** The handlers of the server of this package. Settings are read when it starts, so that a fault in them is reported. */
export function lambdaHandlers(settings: () => Settings, transports: readonly NetworkTransport[]): LambdaHandlers {
  const handlers = toLambda(async () => createApplication(settings(), transports));
  process.once('SIGTERM', () => void handlers.close().finally(() => setTimeout(() => process.exit(0), LAST_ANSWER_MS)));
  return handlers;
}
