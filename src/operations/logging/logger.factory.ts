import { destination, pino, stdTimeFunctions, type DestinationStream } from 'pino';

import type { Settings } from '../../config/index.js';
import { serializeError } from './error.serializer.js';
import { PinoLogger } from './pino-logger.js';
import { redactedMembers, redactedValue } from './redacted-value.js';
import { createRedactingStream } from './redacting.stream.js';

const STDERR = 2;

/**
 * Makes the application's logger.
 *
 * @param settings their `logLevel` and `logFormat` are used
 * @param target where lines go; stderr, written synchronously, unless a test listens
 */
export async function createLogger(
  settings: Pick<Settings, 'logLevel' | 'logFormat'>,
  target: DestinationStream = destination({ fd: STDERR, sync: true }),
): Promise<PinoLogger> {
  return new PinoLogger(
    pino(
      {
        level: settings.logLevel,
        formatters: { level: (label) => ({ level: label }) },
        serializers: { err: (error: unknown) => redactedValue(serializeError(error)), data: redactedMembers },
        timestamp: stdTimeFunctions.isoTime,
      },
      await formatted(settings.logFormat, createRedactingStream(target)),
    ),
  );
}

async function formatted(format: Settings['logFormat'], target: DestinationStream): Promise<DestinationStream> {
  switch (format) {
    case 'json':
      return target;
    case 'pretty': {
      const { createPrettyStream } = await import('./pretty.stream.js');
      return createPrettyStream(target, { colors: process.stderr.isTTY && process.stderr.hasColors() });
    }
  }
}
