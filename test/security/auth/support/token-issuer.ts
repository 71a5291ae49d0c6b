import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** The audience that tokens are made for unless a test says otherwise. */
export const AUDIENCE = 'https://mcp.example.com/mcp';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** A token issuer on the loopback whose tokens can be wrong in every way, which counts what is asked of it. */
export class TokenIssuer {
  /** How often its keys were fetched. */
  fetches = 0;
  private keys: SigningKey[] = [];
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<TokenIssuer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = new TokenIssuer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', ({ url }, response) => {
      const document = issuer.document(url ?? '');
      response
        .writeHead(document ? 200 : 404, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(document ?? {}));
    });
    await issuer.rotate('first');
    return issuer;
  }

  /** Settings of a server that trusts it. */
  get settings(): Record<string, string> {
    return { AUTH: 'jwt', JWT_ISSUER: this.url, PUBLIC_URL: 'https://mcp.example.com' };
  }

  /** The public key that tokens are signed with now. */
  get publicKey(): JWK {
    return this.keys.at(-1)!.jwk;
  }

  /** Signs with a new key from now on; the earlier ones are withdrawn. */
  async rotate(kid: string): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    this.keys = [{ kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }];
  }

  /** A token with these claims; `undefined` takes a claim out. */
  async token(claims: JWTPayload = {}, header: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { kid, privateKey } = this.keys.at(-1)!;
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      iss: this.url,
      aud: AUDIENCE,
      sub: 'ann',
      iat: now,
      exp: now + 60,
      scope: 'orders:read',
      ...claims,
    };
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private document(url: string): object | undefined {
    if (url === '/.well-known/openid-configuration') return { issuer: this.url, jwks_uri: `${this.url}/keys` };
    if (url !== '/keys') return undefined;
    this.fetches += 1;
    return { keys: this.keys.map(({ jwk }) => jwk) };
  }
}
