import { IntrinsicException } from '@nestjs/common';

/**
 * A failure that the model should read and may act on. The message reaches the client as the text of a tool result with
 * `isError: true`, so it should say what to do instead.
 */
export class ToolError extends IntrinsicException {
  override readonly name = 'ToolError';
}
