import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage, type ThrottlerStorage } from '@nestjs/throttler';
import { Settings } from '../../config/index.js';
import { credentialOf } from '../auth/credential.js';
import { addressGroupOf, isAddressKnown } from '../network/client-address.js';
import { BoundedMap } from './bounded.map.js';
import { TooManyRequestsException } from './too-many-requests.exception.js';
import { counterKey } from './tracker.js';

/** Addresses that have to wait, and credentials that were good. */
const MAX_BLOCKED = 50_000;
const MAX_KNOWN = 50_000;

/**
 * Counts the failed authentications of an address. One with too many of them has to wait, and what it sends meanwhile is
 * not even looked at, unless it is a credential that has been good before: clients that share an address with whoever
 * guesses, behind one router or proxy, go on. Where nobody knows addresses, one who guesses would shut out everybody else:
 * then nothing is counted.
 */
@Injectable()
export class FailedAuthenticationLimit {
  private readonly blockedUntil = new BoundedMap<number>(MAX_BLOCKED);
  private readonly known = new BoundedMap<true>(MAX_KNOWN);

  constructor(
    private readonly settings: Settings,
    @InjectThrottlerStorage() private readonly storage: ThrottlerStorage,
  ) {}

  /** @throws TooManyRequestsException */
  assertMayTry(request: IncomingMessage): void {
    const until = this.blockedUntil.get(addressGroupOf(request)) ?? 0;
    const credential = until > Date.now() ? digestOf(request) : undefined;
    if (until <= Date.now() || (credential !== undefined && this.known.get(credential))) return;
    throw this.refusal(Math.ceil((until - Date.now()) / 1000));
  }

  succeeded(request: IncomingMessage): void {
    if (this.settings.throttleAuthFailureLimit === 0) return;
    const credential = digestOf(request);
    if (credential !== undefined) this.known.set(credential, true);
  }

  /**
   * A request without any credential has tried none: that is how clients find out what to bring.
   *
   * @throws TooManyRequestsException beyond the limit
   */
  async failed(request: IncomingMessage): Promise<void> {
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
    return credential && counterKey(credential.header, credential.value);
  } catch {
    // What is no proper credential has never been good.
    return undefined;
  }
}
