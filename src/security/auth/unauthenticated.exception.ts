import { UnauthorizedException } from '@nestjs/common';

/** Nobody knows who sent the request: 401, with the challenge that RFC 9110, section 11.6.1 asks for. */
export class UnauthenticatedException extends UnauthorizedException {
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    message: string,
    challenge: string,
    /** Why, for log and audit; without any part of the credential. */
    readonly reason: string,
  ) {
    super(message);
    this.headers = { 'WWW-Authenticate': challenge };
  }
}
