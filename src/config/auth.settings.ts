import { randomBytes } from 'node:crypto';
import { IsOptional } from 'class-validator';
import { ApiKeysError, readApiKeys, type ApiKey } from './api-keys.js';
import { toTrustedUrl, withoutSlash } from './network-names.js';
import { Allowlist, Flag, LongText, parseList, Secret, Setting, Text } from './setting.decorators.js';

/** An authentication method, as named in `AUTH`. */
export type AuthMethod = 'none' | 'api-key' | 'jwt' | 'lambda-authorizer';

const METHODS = ['api-key', 'jwt', 'lambda-authorizer'];

/** Signatures with a public key only: with HS256 every verifier can also sign (RFC 8725, section 3.1). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const TRUSTED = 'must be an https URL (http only to this machine), without credentials and fragment';

/** Authentication on the network transports, and the key of `requestState`. */
export class AuthSettings {
  /** Key that protects `requestState`, at least 32 bytes; default: random, which no other process can verify. */
  @Secret()
  @LongText(32, '$(openssl rand -base64 32)')
  readonly stateSecret: string = randomBytes(32).toString('base64url');

  /** Accepted authentication methods; a caller needs one of them. */
  @AuthMethods() readonly auth: readonly AuthMethod[] = ['none'];

  /** Accepts `AUTH=none` on an address that other machines can reach. */
  @Flag('true') readonly allowAnonymous: boolean = false;

  /** Accepted API keys, by their hashes. */
  @IsOptional() @Secret({ pathIn: 'apiKeysFile' }) @ApiKeys() readonly apiKeys?: readonly ApiKey[];

  /** File of the API keys; read again when it changes. */
  readonly apiKeysFile?: string;

  /** Issuer of the tokens, exactly as their `iss` claim has it. */
  @IsOptional() @TrustedUrl('https://login.example.com/realms/team') readonly jwtIssuer?: string;

  /** Accepted audiences, of which a token must name one; empty: the canonical URLs of the endpoints. */
  @Allowlist({
    item: (item) => /^[\x21-\x7e]{1,512}$/.test(item),
    refusal: 'must be a comma list of audiences without spaces',
    example: 'https://mcp.example.com/mcp',
  })
  readonly jwtAudience: readonly string[] = [];

  /** URL of the issuer's public keys; `undefined`: from the issuer's metadata. */
  @IsOptional() @TrustedUrl('https://login.example.com/keys', { query: true }) readonly jwtJwksUri?: string;

  /** Accepted signature algorithms. */
  @SignatureAlgorithms() readonly jwtAlgorithms: readonly string[] = ['RS256', 'ES256'];

  /** Claim that names the tenant of the caller. */
  @Text('tid') readonly jwtTenantClaim: string = 'tenant';

  /** Canonical URL under which clients reach this server, without the paths of its endpoints. */
  @IsOptional() @CanonicalUrl('https://mcp.example.com') readonly publicUrl?: string;
}

/** The authentication methods in use: several of them, or `none`. */
function AuthMethods(): PropertyDecorator {
  return Setting({
    parse: parseList,
    accepts: (value) =>
      Array.isArray(value) &&
      (value.join(',') === 'none' || (value.length > 0 && value.every((method) => METHODS.includes(String(method))))),
    refusal: (value) =>
      Array.isArray(value) && value.includes('none')
        ? 'combines none with other methods, which would let everybody in'
        : 'must be a comma list of api-key, jwt and lambda-authorizer, or none',
    example: 'api-key,jwt',
  });
}

/** A JSON list of API keys. */
function ApiKeys(): PropertyDecorator {
  return Setting({
    parse: (text) => {
      try {
        return readApiKeys(text);
      } catch (error) {
        return error;
      }
    },
    accepts: Array.isArray,
    refusal: (value) => (value instanceof ApiKeysError ? value.message : 'must be a JSON list of keys'),
    example: '[{"id":"ann-laptop","hash":"sha256:…","subject":"ann","scopes":["orders:read"]}]',
  });
}

/** Signature algorithms of tokens. */
function SignatureAlgorithms(): PropertyDecorator {
  return Allowlist({
    item: (item) => ALGORITHMS.includes(item),
    refusal: `must be a comma list of ${ALGORITHMS.join(', ')}`,
    example: 'RS256,ES256',
  });
}

/** A URL, kept unchanged because others compare it character by character. */
function TrustedUrl(example: string, options = { query: false }): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && toTrustedUrl(value, options) !== undefined,
    refusal: options.query ? TRUSTED : `${TRUSTED}, and without a query`,
    example,
  });
}

/** A URL in canonical form: host in lower case, no default port, no trailing slash. */
function CanonicalUrl(example: string): PropertyDecorator {
  return Setting({
    parse: (text) => {
      const url = toTrustedUrl(text, { query: false });
      return url ? withoutSlash(url) : text;
    },
    accepts: (value) => typeof value === 'string' && toTrustedUrl(value, { query: false }) !== undefined,
    refusal: `${TRUSTED}, and without a query`,
    example,
  });
}
