import { ProtocolError } from '../../contract/protocol-error.js';
import { ErrorCode } from '../error-codes.js';
import type { ProtocolCall } from '../protocol-method.js';
import { TASKS_EXTENSION } from './task.types.js';

/** Whether the client declared, on this very request, that it can follow tasks. */
export function knowsTasks({ era, clientCapabilities }: ProtocolCall): boolean {
  return era === 'modern' && clientCapabilities?.extensions?.[TASKS_EXTENSION] !== undefined;
}

export function missingTasksError(): ProtocolError {
  return new ProtocolError(
    ErrorCode.MissingClientCapability,
    `This needs the client's ${TASKS_EXTENSION} extension, which this request does not declare.`,
    { requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } } },
  );
}
