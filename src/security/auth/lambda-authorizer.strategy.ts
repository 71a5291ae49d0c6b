import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import type { Principal } from '../../mcp/contract/index.js';
import { platformFactsOf } from '../platform/platform-facts.js';
import { toAuthorizedPrincipal } from './authorizer-claims.js';
import { assertNoTokenInUrl } from './credential.js';
import { EdgeStrategy } from './edge.strategy.js';

/** Recognises callers by what the authorizer of API Gateway says of them. */
@Injectable()
export class LambdaAuthorizerStrategy extends EdgeStrategy {
  constructor(private readonly settings: Settings) {
    super();
  }

  override async validate(request: IncomingMessage): Promise<Principal | null> {
    assertNoTokenInUrl(request);
    const claims = platformFactsOf(request)?.claims;
    return claims ? toAuthorizedPrincipal(claims, this.settings) : null;
  }
}
