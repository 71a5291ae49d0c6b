import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Principal } from '../../mcp/contract/index.js';
import { ApiKeyStore } from './api-key.store.js';
import { credentialOf } from './credential.js';
import { EdgeStrategy } from './edge.strategy.js';
import { InvalidCredentialError } from './invalid-credential.error.js';

/** Recognises callers by an API key, in `X-API-Key` or `Authorization: Bearer`. */
@Injectable()
export class ApiKeyStrategy extends EdgeStrategy {
  constructor(private readonly store: ApiKeyStore) {
    super();
  }

  override async validate(request: IncomingMessage): Promise<Principal | null> {
    const credential = credentialOf(request);
    if (!credential) return null;
    const key = this.store.find(credential.value);
    if (!key) {
      if (credential.header === 'x-api-key') throw new InvalidCredentialError('the API key is unknown or has expired');
      return null;
    }
    const { id: keyId, subject, scopes, tenant, clientId } = key;
    return new Principal({ method: 'api-key', keyId, subject, scopes, tenant, clientId });
  }
}
