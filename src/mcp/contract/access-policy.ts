import type { Capability } from './capability.interface.js';
import type { Principal } from './principal.js';

/**
 * Decides who may see and call what. It answers for the lists and for the calls, so the two always agree.
 *
 * Port and injection token in one: provide a class of yours under this token, in any module of the application, to add a
 * rule. It is asked only about what `@Scopes` and `@Public` allow already, so that it can take away and never give.
 *
 * @example
 * ```ts
 * @Injectable()
 * export class TenantPolicy extends AccessPolicy {
 *   constructor(private readonly tenants: TenantsService) {
 *     super();
 *   }
 *
 *   allows({ tenant }: Principal, { toolset }: Capability): Promise<boolean> {
 *     return this.tenants.hasBooked(tenant, toolset);
 *   }
 * }
 *
 * // providers: [{ provide: AccessPolicy, useClass: TenantPolicy }]
 * ```
 */
export abstract class AccessPolicy {
  /** Whether the principal may see and call the capability. */
  abstract allows(principal: Principal, capability: Capability): boolean | Promise<boolean>;
}
