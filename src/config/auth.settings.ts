import { IsOptional } from 'class-validator';
import type { ApiKey } from './api-keys.js';
import { ApiKeys, AuthMethods, CanonicalUrl, SignatureAlgorithms, TrustedUrl } from './auth.decorators.js';
import { Allowlist } from './list.decorators.js';
import { Flag, Text } from './scalar.decorators.js';
import { Secret } from './secret.decorator.js';
import type { AuthMethod } from './settings.types.js';

/** How callers of the network transports prove who they are. */
export abstract class AuthSettings {
  /** How callers of the network transports prove who they are; each is let in by any one of the methods. */
  @AuthMethods() readonly auth: readonly AuthMethod[] = ['none'];

  /** Accepts `AUTH=none` on an address that other machines can reach. */
  @Flag('true') readonly allowAnonymous: boolean = false;

  /** API keys that are accepted, by their hashes. */
  @IsOptional() @Secret({ pathIn: 'apiKeysFile' }) @ApiKeys() readonly apiKeys?: readonly ApiKey[];

  /** The file that the API keys came from, which is read again when it changes. */
  readonly apiKeysFile?: string;

  /** Issuer of the tokens, exactly as their `iss` claim has it. */
  @IsOptional() @TrustedUrl('https://login.example.com/realms/team') readonly jwtIssuer?: string;

  /** Audiences of which a token must name one; empty stands for the canonical URLs of the endpoints. */
  @Allowlist({
    item: (item) => /^[\x21-\x7e]{1,512}$/.test(item),
    refusal: 'must be a comma list of audiences without spaces',
    example: 'https://mcp.example.com/mcp',
  })
  readonly jwtAudience: readonly string[] = [];

  /** Where the issuer's public keys are; `undefined` asks the issuer. */
  @IsOptional() @TrustedUrl('https://login.example.com/keys', { query: true }) readonly jwtJwksUri?: string;

  /** Signature algorithms that are accepted. */
  @SignatureAlgorithms() readonly jwtAlgorithms: readonly string[] = ['RS256', 'ES256'];

  /** Claim that names the tenant of the caller. */
  @Text('tid') readonly jwtTenantClaim: string = 'tenant';

  /** Canonical URL under which clients reach this server, without the paths of its endpoints. */
  @IsOptional() @CanonicalUrl('https://mcp.example.com') readonly publicUrl?: string;
}
