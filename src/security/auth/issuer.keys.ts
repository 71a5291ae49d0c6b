import { Injectable, Logger } from '@nestjs/common';
import {
  createLocalJWKSet,
  type CryptoKey,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import { Settings } from '../../config/index.js';
import { fetchJson, findKeysUrl } from './issuer.discovery.js';
import { IssuerUnavailableException } from './authentication.exceptions.js';

/** Between two fetches passes at least so long, whatever `kid` callers invent. */
const COOL_DOWN_MS = 30_000;

/** As long as there is no key at all, the next try comes sooner. */
const FIRST_COOL_DOWN_MS = 5000;

/** Keys are fetched again after this, so that a key that the issuer has withdrawn is not trusted for ever. */
const FRESH_MS = 600_000;

type KeySet = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/**
 * The issuer's public keys. jose has a remote key set, which forgets its keys when the issuer cannot be reached at the
 * moment they are to be refreshed, and whose cool-down does not count failed fetches.
 */
@Injectable()
export class IssuerKeys {
  private readonly logger = new Logger('IssuerKeys');
  private keys: KeySet | undefined;
  private fetches = 0;
  private fetchedAt = -Infinity;
  private triedAt = -Infinity;
  private fetching: Promise<void> | undefined;

  constructor(private readonly settings: Settings) {}

  /** Another one as soon as the keys were fetched again. */
  get version(): number {
    return this.fetches;
  }

  /**
   * Finds the key that a token claims to be signed with.
   *
   * @throws JWKSNoMatchingKey, IssuerUnavailableException when no key was ever fetched
   */
  readonly find: KeySet = async (header, token) => {
    if (!this.keys) await this.refresh();
    else if (performance.now() - this.fetchedAt > FRESH_MS) {
      const refreshed = this.refresh();
      // Those who come meanwhile are served with the keys at hand. A function may stand still as soon as it has answered,
      // and would go on for ever with keys that were withdrawn.
      if (this.settings.runtime !== 'process') await refreshed;
    }
    const { keys } = this;
    if (!keys) throw new IssuerUnavailableException();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.refresh();
      if (this.keys === keys) throw error;
      return this.find(header, token);
    }
  };

  /** Fetches the keys unless that was tried a moment ago; a failure leaves the keys as they are. */
  private async refresh(): Promise<void> {
    const coolDown = this.keys ? COOL_DOWN_MS : FIRST_COOL_DOWN_MS;
    if (!this.fetching && performance.now() - this.triedAt >= coolDown) {
      this.triedAt = performance.now();
      this.fetching = this.fetch().finally(() => (this.fetching = undefined));
    }
    await this.fetching;
  }

  private async fetch(): Promise<void> {
    try {
      const document = await fetchJson(await findKeysUrl(this.settings));
      this.keys = createLocalJWKSet(document as JSONWebKeySet);
      this.fetchedAt = performance.now();
      this.fetches++;
    } catch (error) {
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? `${message} (${cause.message})` : message;
      this.logger.warn(`The keys of the token issuer could not be fetched: ${reason}`);
    }
  }
}
