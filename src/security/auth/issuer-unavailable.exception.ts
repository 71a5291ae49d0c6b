import { ServiceUnavailableException } from '@nestjs/common';

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
