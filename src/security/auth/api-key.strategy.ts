import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../mcp/contract/index.js';
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
    const principal = this.store.find(credential.value);
    if (principal) return principal;
    if (credential.header === 'x-api-key') throw new InvalidCredentialError('the API key is unknown or has expired');
    return null;
  }
}
