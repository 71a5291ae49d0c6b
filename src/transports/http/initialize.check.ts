import { isInitializeRequest, specTypeSchemas, type JSONRPCMessage } from '@modelcontextprotocol/server';
import { ErrorCode, MessageRejectedError } from '../../mcp/index.js';

type Initialize = Extract<JSONRPCMessage, { method: string }>;

/**
 * Tells a client whose `initialize` opens no session what is wrong with it. Every other message passes.
 *
 * @throws MessageRejectedError −32600 in a batch or without an id, −32602 with malformed parameters
 */
export function assertWellFormed(body: unknown): void {
  const initialize = [body].flat().find((message) => isInitialize(message));
  if (!isInitialize(initialize)) return;
  const id = 'id' in initialize ? initialize.id : undefined;
  if (Array.isArray(body)) {
    throw new MessageRejectedError(ErrorCode.InvalidRequest, 'Send initialize alone: it may not be in a batch', id);
  }
  if (id === undefined) {
    throw new MessageRejectedError(ErrorCode.InvalidRequest, 'The message initialize is a request: give it an id');
  }
  if (isInitializeRequest(initialize)) return;
  throw new MessageRejectedError(
    ErrorCode.InvalidParams,
    `The initialize request is malformed: ${faultsOf(initialize)}`,
    id,
  );
}

function isInitialize(message: unknown): message is Initialize {
  return (message as { method?: unknown } | undefined)?.method === 'initialize';
}

function faultsOf(initialize: Initialize): string {
  const result = specTypeSchemas.InitializeRequest['~standard'].validate(initialize);
  const issues = 'issues' in result ? (result.issues ?? []) : [];
  return issues.map(({ path = [], message }) => `${path.map(String).join('.')}: ${message}`).join('; ');
}
