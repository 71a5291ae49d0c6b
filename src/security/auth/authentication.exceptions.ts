import { ServiceUnavailableException, UnauthorizedException } from '@nestjs/common';

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

const RETRY_AFTER_SECONDS = 5;

/**
 * No key of the issuer has ever been fetched, so that no token can be judged: 503. A 401 would make clients throw good
 * tokens away and send their users to a provider that is down.
 */
export class IssuerUnavailableException extends ServiceUnavailableException {
  /** Headers of the answer. */
  readonly headers = { 'Retry-After': String(RETRY_AFTER_SECONDS) };

  constructor() {
    super('Tokens cannot be checked at the moment: try again later');
  }
}
