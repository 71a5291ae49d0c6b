import { Injectable } from '@nestjs/common';
import { Settings, type ApiKey } from '../../config/index.js';
import { Principal } from '../../mcp/contract/index.js';

interface StoredKey {
  readonly principal: Principal;
  readonly expiresAt: number;
}

/**
 * The API keys that are accepted, by the SHA-256 of each.
 *
 * SHA-256 and not a slow hash such as scrypt: a key is 256 random bits, which no dictionary holds and nobody can try
 * out. The digest of what is presented is looked up, so that the time of a lookup depends on the digest alone, which a
 * caller cannot steer towards a stored one.
 */
@Injectable()
export class ApiKeyStore {
  private keys: ReadonlyMap<string, StoredKey> = new Map();

  constructor(settings: Settings) {
    this.replace(settings.apiKeys ?? []);
  }

  replace(keys: readonly ApiKey[]): void {
    this.keys = new Map(
      keys.map((key) => [
        key.hash.slice('sha256:'.length).toLowerCase(),
        {
          principal: principalOf(key),
          expiresAt: key.expiresAt === undefined ? Infinity : Date.parse(key.expiresAt),
        },
      ]),
    );
  }

  /**
   * Whose key was presented, if it is known and has not expired.
   *
   * @param digest SHA-256 of the key in hexadecimal digits
   */
  find(digest: string): Principal | undefined {
    const found = this.keys.get(digest);
    return found && Date.now() < found.expiresAt ? found.principal : undefined;
  }
}

function principalOf({ id: keyId, subject, scopes, tenant, clientId }: ApiKey): Principal {
  return new Principal({ method: 'api-key', keyId, subject, scopes, tenant, clientId });
}
