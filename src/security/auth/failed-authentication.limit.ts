import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage, type ThrottlerStorage } from '@nestjs/throttler';
import { Settings } from '../../config/index.js';
import { isPromise, type MaybePromise } from '../../mcp/common/maybe-promise.js';
import type { Principal } from '../../mcp/contract/index.js';
import { addressGroupOf, isAddressKnown } from '../network/client-address.js';
import { BoundedMap } from '../throttling/bounded.map.js';
import { TooManyRequestsException } from '../throttling/too-many-requests.exception.js';
import { counterKey } from '../throttling/tracker.js';
import { credentialOf } from './credential.js';
import { UnauthenticatedException } from './authentication.exceptions.js';

/** Addresses that have to wait, and credentials that were good. */
const MAX_BLOCKED = 50_000;
const MAX_KNOWN = 50_000;

/**
 * Counts the failed authentications of an address. One with too many of them has to wait: its credentials are not verified
 * meanwhile, unless they have been good before, so that clients behind the same router or proxy as a guesser go on. Where
 * addresses are unknown, one guesser would block every caller: then nothing is counted.
 */
@Injectable()
export class FailedAuthenticationLimit {
  private readonly blockedUntil = new BoundedMap<number>(MAX_BLOCKED);
  private readonly known = new BoundedMap<true>(MAX_KNOWN);

  constructor(
    private readonly settings: Settings,
    @InjectThrottlerStorage() private readonly storage: ThrottlerStorage,
  ) {}

  /**
   * Authenticates a request of an address that has not failed too often, and counts the failure.
   *
   * @throws TooManyRequestsException, and what `authenticate` throws
   */
  around(request: IncomingMessage, authenticate: () => MaybePromise<Principal>): MaybePromise<Principal> {
    this.assertMayTry(request);
    const succeeded = (principal: Principal): Principal => {
      this.succeeded(request);
      return principal;
    };
    const failed = (error: unknown): Promise<never> => this.failed(request, error);
    try {
      const principal = authenticate();
      return isPromise(principal) ? principal.then(succeeded, failed) : succeeded(principal);
    } catch (error) {
      return failed(error);
    }
  }

  private assertMayTry(request: IncomingMessage): void {
    if (this.blockedUntil.size === 0) return;
    const until = this.blockedUntil.get(addressGroupOf(request)) ?? 0;
    const credential = until > Date.now() ? digestOf(request) : undefined;
    if (until <= Date.now() || (credential !== undefined && this.known.get(credential))) return;
    throw this.refusal(Math.ceil((until - Date.now()) / 1000));
  }

  private succeeded(request: IncomingMessage): void {
    if (this.settings.throttleAuthFailureLimit === 0) return;
    const credential = digestOf(request);
    if (credential !== undefined) this.known.set(credential, true);
  }

  private async failed(request: IncomingMessage, error: unknown): Promise<never> {
    if (error instanceof UnauthenticatedException) await this.count(request);
    throw error;
  }

  /**
   * A request without any credential has tried none: that is how clients find out what to bring.
   *
   * @throws TooManyRequestsException beyond the limit
   */
  private async count(request: IncomingMessage): Promise<void> {
    const { throttleAuthFailureLimit: limit, throttleTtlSeconds } = this.settings;
    if (limit === 0 || !bringsCredential(request)) return;
    const credential = digestOf(request);
    // It was good once and has expired or was withdrawn.
    if (credential !== undefined) this.known.delete(credential);
    if (!isAddressKnown(request)) return;
    const address = addressGroupOf(request);
    const key = counterKey('authentication', address);
    const ttl = throttleTtlSeconds * 1000;
    const { isBlocked, timeToBlockExpire } = await this.storage.increment(key, ttl, limit, 0, 'authentication');
    if (!isBlocked) return;
    this.blockedUntil.set(address, Date.now() + timeToBlockExpire * 1000);
    throw this.refusal(timeToBlockExpire);
  }

  private refusal(retryAfterSeconds: number): TooManyRequestsException {
    const limit = this.settings.throttleAuthFailureLimit;
    return new TooManyRequestsException('failed authentications', { limit, retryAfterSeconds });
  }
}

function bringsCredential(request: IncomingMessage): boolean {
  try {
    return credentialOf(request) !== undefined;
  } catch {
    // It is no proper one.
    return true;
  }
}

function digestOf(request: IncomingMessage): string | undefined {
  try {
    const credential = credentialOf(request);
    return credential?.digest;
  } catch {
    // What is no proper credential has never been good.
    return undefined;
  }
}
