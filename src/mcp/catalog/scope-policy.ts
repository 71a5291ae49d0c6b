import { Injectable } from '@nestjs/common';
import { AccessPolicy } from '../contract/access-policy.js';
import type { Capability } from '../contract/capability.interface.js';
import type { Principal } from '../contract/principal.js';

/** The default policy: what `@Scopes` and `@Public` say. Without either, whoever the server lets in may use it. */
@Injectable()
export class ScopePolicy extends AccessPolicy {
  override allows(principal: Principal, { access }: Capability): boolean {
    return access === undefined || access.public || principal.hasScopes(...access.scopes);
  }
}
