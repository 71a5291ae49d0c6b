import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport, { type Strategy as PassportStrategyType } from 'passport';
import { Strategy } from 'passport-custom';
import type { Principal } from '../../mcp/contract/index.js';
import { ApiKeyVerifier, AuthorizerVerifier, TokenVerifier, type CredentialVerifier } from './verifiers.js';

/**
 * A verifier as a passport strategy. Passport keeps strategies by their name for the whole process, which may run several
 * servers, and strategies of the application around them: each instance has a name of its own.
 */
abstract class VerifierStrategy
  extends PassportStrategy<typeof Strategy, Principal>(Strategy)
  implements OnModuleDestroy
{
  protected abstract readonly verifier: CredentialVerifier;

  override async validate(request: IncomingMessage): Promise<Principal | null> {
    return this.verifier.verify(request);
  }

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

@Injectable()
export class ApiKeyStrategy extends VerifierStrategy {
  constructor(protected readonly verifier: ApiKeyVerifier) {
    super();
  }
}

@Injectable()
export class JwtStrategy extends VerifierStrategy {
  constructor(protected readonly verifier: TokenVerifier) {
    super();
  }
}

@Injectable()
export class LambdaAuthorizerStrategy extends VerifierStrategy {
  constructor(protected readonly verifier: AuthorizerVerifier) {
    super();
  }
}
