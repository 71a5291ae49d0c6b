import { IntrinsicException } from '@nestjs/common';

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
