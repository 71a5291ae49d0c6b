import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { MaybePromise } from '../common/maybe-promise.js';
import { AccessPolicy } from '../contract/access-policy.js';
import { BootError } from '../contract/errors.js';
import type { Capability } from '../contract/capability.interface.js';
import type { Principal } from '../contract/principal.js';

/** The default policy: `@Scopes` and `@Public` decide. Without either, every authenticated caller may use it. */
@Injectable()
export class ScopePolicy extends AccessPolicy {
  override allows(principal: Principal, { access }: Capability): boolean {
    return access === undefined || access.public || principal.hasScopes(...access.scopes);
  }
}

/**
 * All policies must allow the call: the scopes, and every rule that the application provides under the token
 * `AccessPolicy`. A rule can therefore take access away, and never grant it.
 */
@Injectable()
export class ComposedPolicy extends AccessPolicy implements OnApplicationBootstrap {
  private own: readonly AccessPolicy[] = [];

  constructor(
    private readonly scopes: ScopePolicy,
    private readonly discovery: DiscoveryService,
  ) {
    super();
  }

  /** @throws BootError for a request-scoped or transient rule */
  onApplicationBootstrap(): void {
    const rules = this.discovery
      .getProviders()
      .filter(({ token, instance }) => token === AccessPolicy && instance !== this);
    for (const rule of rules) {
      if (rule.isDependencyTreeStatic() && !rule.isTransient) continue;
      throw new BootError(
        `${rule.metatype?.name ?? 'An AccessPolicy'} is request-scoped: lists and calls ask it for every capability, so provide it in the default scope`,
      );
    }
    this.own = rules.map(({ instance }) => instance as AccessPolicy);
  }

  /** Whether the application has rules of its own. */
  get hasRules(): boolean {
    return this.own.length > 0;
  }

  override allows(principal: Principal, capability: Capability): MaybePromise<boolean> {
    return this.allowsByScopes(principal, capability) && this.permits(principal, capability);
  }

  /** Whether the scopes allow the call: the whole decision where the application has no rules. */
  allowsByScopes(principal: Principal, capability: Capability): boolean {
    return this.scopes.allows(principal, capability);
  }

  /** Whether every rule of the application allows the call; a promise only where there are rules. */
  permits(principal: Principal, capability: Capability): MaybePromise<boolean> {
    return !this.hasRules || this.permitsByRules(principal, capability);
  }

  private async permitsByRules(principal: Principal, capability: Capability): Promise<boolean> {
    // A rule may be written without types: only `true` grants.
    for (const rule of this.own) if ((await rule.allows(principal, capability)) !== true) return false;
    return true;
  }
}
