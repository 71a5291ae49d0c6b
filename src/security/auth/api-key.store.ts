import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings, type ApiKey } from '../../config/index.js';
import { Principal } from '../../mcp/contract/index.js';

interface StoredKey {
  readonly principal: Principal;
  readonly digest: Buffer;
  readonly expiresAt: number;
}

/**
 * The API keys that are accepted.
 *
 * SHA-256 and not a slow hash such as scrypt: a key is 256 random bits, which no dictionary holds and nobody can try
 * out, and the hash is computed for every request, failed ones included.
 */
@Injectable()
export class ApiKeyStore {
  private keys: readonly StoredKey[] = [];

  constructor(settings: Settings) {
    this.replace(settings.apiKeys ?? []);
  }

  replace(keys: readonly ApiKey[]): void {
    this.keys = keys.map((key) => ({
      principal: principalOf(key),
      digest: Buffer.from(key.hash.slice('sha256:'.length), 'hex'),
      expiresAt: key.expiresAt === undefined ? Infinity : Date.parse(key.expiresAt),
    }));
  }

  /** Whose key was presented, if it is known and has not expired. */
  find(presented: string): Principal | undefined {
    const digest = hash('sha256', presented, 'buffer');
    let found: StoredKey | undefined;
    // Every key is compared, so that the time says neither whether nor where one was found.
    for (const stored of this.keys) if (timingSafeEqual(stored.digest, digest)) found = stored;
    return found && Date.now() < found.expiresAt ? found.principal : undefined;
  }
}

function principalOf({ id: keyId, subject, scopes, tenant, clientId }: ApiKey): Principal {
  return new Principal({ method: 'api-key', keyId, subject, scopes, tenant, clientId });
}
