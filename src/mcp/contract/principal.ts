/** How a caller was recognised. */
export type AuthenticationMethod = 'anonymous' | 'local' | 'api-key' | 'jwt' | 'lambda-authorizer';

export interface PrincipalFields {
  readonly subject: string;
  readonly method: AuthenticationMethod;
  readonly scopes?: readonly string[];
  readonly tenant?: string;
  readonly clientId?: string;
  readonly issuer?: string;
  readonly keyId?: string;
}

/**
 * The caller of a capability, the same object in guards, in `ctx.principal` and in logs.
 *
 * Declare a parameter of this class on a capability to have it injected.
 */
export class Principal {
  /** Who calls: the subject of the token or key, `anonymous`, or the local user on stdio. */
  readonly subject: string;
  readonly method: AuthenticationMethod;
  /** Granted scopes; `*` grants every scope. */
  readonly scopes: readonly string[];
  readonly tenant?: string;
  readonly clientId?: string;
  readonly issuer?: string;
  readonly keyId?: string;
  readonly #key: string;

  constructor(fields: PrincipalFields) {
    this.subject = fields.subject;
    this.method = fields.method;
    this.scopes = Object.freeze([...(fields.scopes ?? [])]);
    if (fields.tenant !== undefined) this.tenant = fields.tenant;
    if (fields.clientId !== undefined) this.clientId = fields.clientId;
    if (fields.issuer !== undefined) this.issuer = fields.issuer;
    if (fields.keyId !== undefined) this.keyId = fields.keyId;
    this.#key = JSON.stringify([this.method, this.issuer ?? '', this.subject, this.clientId ?? '', this.tenant ?? '']);
    Object.freeze(this);
  }

  /** The caller of a server that runs without authentication: may use everything that the server offers. */
  static anonymous(): Principal {
    return ANONYMOUS;
  }

  /** The user who started a stdio server. */
  static local(subject: string, scopes: readonly string[]): Principal {
    return new Principal({ subject, method: 'local', scopes });
  }

  /** Identity that sessions and request state are bound to: issuer, subject and client, never the token itself. */
  get key(): string {
    return this.#key;
  }

  /** Whether every one of the scopes is granted. */
  hasScopes(...scopes: readonly string[]): boolean {
    return this.scopes.includes('*') || scopes.every((scope) => this.scopes.includes(scope));
  }
}

const ANONYMOUS = new Principal({ subject: 'anonymous', method: 'anonymous', scopes: ['*'] });
