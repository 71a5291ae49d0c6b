import { Module } from '@nestjs/common';
import { ApiKeyStore } from './api-key.store.js';
import { ApiKeyWatcher } from './api-key.watcher.js';
import { Authenticator } from './authenticator.js';
import { Challenges } from './challenges.js';
import { IssuerKeys } from './issuer.keys.js';
import { JwtVerifier } from './jwt.verifier.js';
import { ResourceMetadataController } from './resource-metadata.controller.js';
import { ApiKeyStrategy, JwtStrategy, LambdaAuthorizerStrategy } from './strategies.js';
import { ApiKeyVerifier, AuthorizerVerifier, TokenVerifier } from './verifiers.js';

/** What authentication needs wherever it is used: by `AuthenticationGuard` and by the front door. */
@Module({
  controllers: [ResourceMetadataController],
  providers: [
    ApiKeyStore,
    ApiKeyStrategy,
    ApiKeyVerifier,
    ApiKeyWatcher,
    Authenticator,
    AuthorizerVerifier,
    Challenges,
    IssuerKeys,
    JwtStrategy,
    JwtVerifier,
    LambdaAuthorizerStrategy,
    TokenVerifier,
  ],
  exports: [ApiKeyStrategy, Authenticator, Challenges, JwtStrategy, LambdaAuthorizerStrategy],
})
export class AuthModule {}
