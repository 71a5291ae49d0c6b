import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RequestContext } from '../../mcp/common/request-context.js';

/** A credential that is not accepted. The reason is for log and audit, not for the caller; it holds no part of the credential. */
export class InvalidCredentialError extends Error {
  override readonly name = 'InvalidCredentialError';

  constructor(readonly reason: string) {
    super(`The credential is not accepted: ${reason}`);
  }
}

/** What a request brings along to prove who sent it. */
export class Credential {
  private made: string | undefined;

  constructor(
    readonly header: 'authorization' | 'x-api-key',
    readonly value: string,
  ) {}

  /** SHA-256 of the value in hexadecimal digits: stands for the credential wherever it is remembered. */
  get digest(): string {
    return (this.made ??= hash('sha256', this.value));
  }
}

/**
 * Finds the one credential of a request, in `Authorization: Bearer` or `X-API-Key`.
 *
 * A credential in the URL would be written to the logs of every proxy, so that the request is refused even if a header
 * brings one, too (RFC 9700, section 4.3.2; MCP specification, basic/authorization: token requirements).
 *
 * @throws InvalidCredentialError for a credential of any other kind, or for two of them
 */
export function credentialOf(request: IncomingMessage): Credential | undefined {
  const context = RequestContext.of(request);
  if (context.credential instanceof Credential) return context.credential;
  const credential = readCredential(request);
  context.credential = credential;
  return credential;
}

function readCredential(request: IncomingMessage): Credential | undefined {
  const { authorization, 'x-api-key': apiKey } = request.headers;
  assertNoTokenInUrl(request);
  if (authorization !== undefined && apiKey !== undefined) {
    throw new InvalidCredentialError('there are two credentials');
  }
  if (apiKey !== undefined) return new Credential('x-api-key', String(apiKey));
  if (authorization === undefined) return undefined;
  const [, value] = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(authorization) ?? [];
  if (value === undefined) throw new InvalidCredentialError('the Authorization header holds no bearer token');
  return new Credential('authorization', value);
}

/** @throws InvalidCredentialError */
export function assertNoTokenInUrl({ url = '' }: IncomingMessage): void {
  const start = url.indexOf('?');
  if (start === -1 || !new URLSearchParams(url.slice(start)).has('access_token')) return;
  throw new InvalidCredentialError('the URL holds an access token');
}
