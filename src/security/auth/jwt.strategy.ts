import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../mcp/contract/index.js';
import { credentialOf } from './credential.js';
import { EdgeStrategy } from './edge.strategy.js';
import { JwtVerifier } from './jwt.verifier.js';

/** Recognises callers by an access token in `Authorization: Bearer`. */
@Injectable()
export class JwtStrategy extends EdgeStrategy {
  constructor(private readonly verifier: JwtVerifier) {
    super();
  }

  override async validate(request: IncomingMessage): Promise<Principal | null> {
    const credential = credentialOf(request);
    return credential?.header === 'authorization' ? this.verifier.verify(credential.value) : null;
  }
}
