import { Module } from '@nestjs/common';
import { ApiKeyStore } from './api-key.store.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { ApiKeyWatcher } from './api-key.watcher.js';
import { Challenges } from './challenges.js';
import { IssuerKeys } from './issuer.keys.js';
import { JwtStrategy } from './jwt.strategy.js';
import { JwtVerifier } from './jwt.verifier.js';
import { LambdaAuthorizerStrategy } from './lambda-authorizer.strategy.js';
import { ResourceMetadataController } from './resource-metadata.controller.js';

/** What `AuthenticationGuard` needs wherever it is used. */
@Module({
  controllers: [ResourceMetadataController],
  providers: [
    ApiKeyStore,
    ApiKeyStrategy,
    ApiKeyWatcher,
    Challenges,
    IssuerKeys,
    JwtStrategy,
    JwtVerifier,
    LambdaAuthorizerStrategy,
  ],
  exports: [ApiKeyStrategy, Challenges, JwtStrategy, LambdaAuthorizerStrategy],
})
export class AuthModule {}
