import { ApiKeysError, readApiKeys } from './api-keys.js';
import { Allowlist, parseList } from './list.decorators.js';
import { Setting } from './setting.decorator.js';
import { toTrustedUrl, withoutSlash } from './trusted-url.js';

const METHODS = ['api-key', 'jwt', 'lambda-authorizer'];

/** Signatures with a public key only: with HS256 whoever can verify a token can also make one (RFC 8725, section 3.1). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const TRUSTED = 'must be an https URL (http only to this machine), without credentials and fragment';

/** The authentication methods in use: several of them, or `none`. */
export function AuthMethods(): PropertyDecorator {
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
export function ApiKeys(): PropertyDecorator {
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
export function SignatureAlgorithms(): PropertyDecorator {
  return Allowlist({
    item: (item) => ALGORITHMS.includes(item),
    refusal: `must be a comma list of ${ALGORITHMS.join(', ')}`,
    example: 'RS256,ES256',
  });
}

/** A URL as it is, since others compare it letter by letter. */
export function TrustedUrl(example: string, options = { query: false }): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && toTrustedUrl(value, options) !== undefined,
    refusal: options.query ? TRUSTED : `${TRUSTED}, and without a query`,
    example,
  });
}

/** A URL in one spelling: host in lower case, no default port, no slash at its end. */
export function CanonicalUrl(example: string): PropertyDecorator {
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
