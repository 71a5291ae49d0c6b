import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { OnModuleDestroy } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport, { type Strategy as PassportStrategyType } from 'passport';
import { Strategy } from 'passport-custom';
import type { Principal } from '../../mcp/contract/index.js';

/**
 * A passport strategy of the network edge. Passport keeps strategies by their name for the whole process, which may run
 * several servers, and strategies of the application around it: each instance has a name of its own.
 */
export abstract class EdgeStrategy
  extends PassportStrategy<typeof Strategy, Principal>(Strategy)
  implements OnModuleDestroy
{
  /**
   * @returns the caller; `null` if the credential is not of the kind that this strategy knows
   * @throws InvalidCredentialError, IssuerUnavailableException
   */
  abstract override validate(request: IncomingMessage): Promise<Principal | null>;

  /** The name under which passport knows this instance. */
  get id(): string {
    return String(this.name);
  }

  onModuleDestroy(): void {
    passport.unuse(this.id);
  }

  /** Called by Nest's mixin, which registers the strategy when it is made. */
  protected getPassportInstance(): { use(strategy: PassportStrategyType): void } {
    return {
      use: (strategy) => {
        strategy.name = `polyport-${randomUUID()}`;
        passport.use(strategy);
      },
    };
  }
}
