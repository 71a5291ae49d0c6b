/** A credential that is not accepted. The reason is for the operator's log; the caller is not told it. */
export class InvalidCredentialError extends Error {
  override readonly name = 'InvalidCredentialError';

  constructor(readonly reason: string) {
    super(`The credential is not accepted: ${reason}`);
  }
}
