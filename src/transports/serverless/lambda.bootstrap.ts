import type { Settings } from '../../config/index.js';
import { createApplication } from '../network/network.application.js';
import type { NetworkTransport } from '../network/transport.interface.js';
import { toLambda, type LambdaHandlers } from './lambda/lambda.handlers.js';

/** The handlers of the server of this package. Settings are read when it starts, so that a fault in them is reported. */
export function lambdaHandlers(settings: () => Settings, transports: readonly NetworkTransport[]): LambdaHandlers {
  return toLambda(async () => createApplication(settings(), transports));
}
