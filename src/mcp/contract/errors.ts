import { IntrinsicException } from '@nestjs/common';

/**
 * A failure that the model should read and may act on. The message reaches the client as the text of a tool result with
 * `isError: true`, so it should say what to do instead.
 */
export class ToolError extends IntrinsicException {
  override readonly name = 'ToolError';
}

/**
 * A failure of the request itself, answered as a JSON-RPC error instead of a tool result. Rarely needed in a toolset:
 * throw a `ToolError` for anything that a model can mend.
 */
export class ProtocolError extends IntrinsicException {
  override readonly name = 'ProtocolError';

  constructor(
    /** JSON-RPC error code, such as −32602 (invalid params). */
    readonly code: number,
    message: string,
    /** Details for programs; must be expressible as JSON. */
    readonly data?: unknown,
  ) {
    super(message);
  }
}

/** Stops the boot with a message for the operator: what is wrong, where, and what to do. Shown without a stack. */
export class BootError extends Error {
  override readonly name: string = 'BootError';
  /** Marks the message as complete without a stack. */
  readonly forOperator = true;
}
