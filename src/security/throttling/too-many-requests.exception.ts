import { HttpException, HttpStatus } from '@nestjs/common';

/** Where a limit stands, as its headers say it. */
export interface LimitState {
  readonly limit: number;
  readonly retryAfterSeconds: number;
}

/** Refused by a limit: 429 with the time to wait (RFC 6585, section 4; draft-ietf-httpapi-ratelimit-headers-06). */
export class TooManyRequestsException extends HttpException {
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param id of the request that is refused, where it is known */
  constructor(
    what: string,
    { limit, retryAfterSeconds }: LimitState,
    readonly id?: string | number,
  ) {
    super(`Too many ${what}: try again in ${retryAfterSeconds} s`, HttpStatus.TOO_MANY_REQUESTS);
    this.headers = {
      'Retry-After': String(retryAfterSeconds),
      'RateLimit-Limit': String(limit),
      'RateLimit-Remaining': '0',
      'RateLimit-Reset': String(retryAfterSeconds),
    };
  }
}
