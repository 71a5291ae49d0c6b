const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there; stop it, or choose another PORT',
  EADDRNOTAVAIL: 'this machine has no such address; correct HOST',
  EACCES: 'this user may not; choose a PORT above 1023',
  ENOTFOUND: 'there is no such host name; correct HOST',
};

/** The server cannot listen where it was told to. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  /** Marks the message as complete without a stack. */
  readonly forOperator = true;
  /** Unlike a refused setting, it may work at the next try. */
  readonly exitCode = 1;

  constructor(host: string, port: number, options: { cause: unknown }) {
    const { code = '', message } = options.cause as NodeJS.ErrnoException;
    super(`Cannot listen on ${host}, port ${port}: ${REASONS[code] ?? message}`, options);
  }
}
