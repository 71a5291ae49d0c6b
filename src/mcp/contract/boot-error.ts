/** Stops the boot with a message for the operator: what is wrong, where, and what to do. Shown without a stack. */
export class BootError extends Error {
  override readonly name: string = 'BootError';
  /** Marks the message as complete without a stack. */
  readonly forOperator = true;
}
