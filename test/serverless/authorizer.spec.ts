import { accepting, makeKey } from '../security/auth/support/api-key.js';
import { Principal, Scopes, Tool, Toolset } from '../../src/index.js';
import { eventOf, type DocumentName } from './support/documents.js';
import { lambda } from './support/functions.js';

@Toolset()
class WhoToolset {
  @Tool({ description: 'Who calls.' })
  @Scopes('docs:read')
  who({ method, subject, issuer, clientId, tenant, scopes }: Principal): unknown {
    return { method, subject, issuer, clientId, tenant, scopes };
  }

  @Tool({ description: 'For few.' })
  @Scopes('docs:write')
  few(): string {
    return 'x';
  }
}

const body = (name: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } });

async function ask(
  name: DocumentName,
  { tool = 'who', change = {}, env = {} }: { tool?: string; change?: object; env?: Record<string, string> } = {},
) {
  const settings = {
    AUTH: 'lambda-authorizer',
    ALLOWED_HOSTS: '',
    PUBLIC_URL: 'https://mcp.example.com/tools',
    ...env,
  };
  const { ALLOWED_HOSTS: _unset, ...rest } = settings;
  const { handler } = lambda({ toolsets: [WhoToolset], env: rest });
  const {
    statusCode,
    headers = {},
    multiValueHeaders = {},
    body: text,
  } = await handler(eventOf(name, { body: body(tool), isBase64Encoded: false, ...change }));
  const [, data = text] = /^data: (.*)$/m.exec(text) ?? [];
  const answer = JSON.parse(data);
  return {
    statusCode,
    challenge: headers['www-authenticate'] ?? multiValueHeaders['www-authenticate']?.[0],
    said: answer.result?.structuredContent ?? JSON.parse(answer.result?.content?.[0]?.text ?? 'null'),
  };
}

const claims = (change: Record<string, unknown>): object => ({
  requestContext: { authorizer: { jwt: { claims: change } } },
});
const ann = {
  method: 'lambda-authorizer',
  subject: 'ann',
  issuer: 'https://login.example.com',
  clientId: 'app',
  scopes: ['docs:read', 'orders:read'],
};

describe('AUTH=lambda-authorizer', () => {
  it('takes the identity from the claims of an HTTP API', async () => {
    expect(await ask('http-api.jwt')).toEqual({ statusCode: 200, said: ann });
  });

  it('takes the identity from the claims of a REST API', async () => {
    const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC';

    expect(await ask('rest-api.cognito')).toEqual({ statusCode: 200, said: { ...ann, issuer } });
  });

  it('reads a list of scopes that the HTTP API has made a text of', async () => {
    const change = claims({ scope: undefined, scp: '[docs:read a:b *]', tenant: 'north' });

    expect((await ask('http-api.jwt', { change })).said).toMatchObject({
      scopes: ['docs:read', 'a:b'],
      tenant: 'north',
    });
  });

  it('refuses a call for which the claims have no scope', async () => {
    const { statusCode, challenge } = await ask('http-api.jwt', { tool: 'few' });

    expect([statusCode, challenge]).toEqual([403, expect.stringContaining('scope="docs:write"')]);
  });

  it.each([
    ['that has expired', { exp: '1795168000' }, {}],
    ['without expiry', { exp: undefined }, {}],
    ['without subject', { sub: '' }, {}],
    ['that is an ID token', { token_use: 'id' }, {}],
    ['that is bound to a key', { cnf: 'x' }, {}],
    ['of another issuer', {}, { JWT_ISSUER: 'https://elsewhere.example.com' }],
    ['for another audience', {}, { JWT_AUDIENCE: 'https://mcp.example.com/other' }],
  ])('refuses a token %s', async (_what, change, env) => {
    expect((await ask('http-api.jwt', { change: claims(change), env })).statusCode).toBe(401);
  });

  it('leads clients to the issuer that is named', async () => {
    const env = { JWT_ISSUER: 'https://login.example.com' };

    const { statusCode, challenge } = await ask('http-api', { env });

    expect([statusCode, challenge]).toEqual([
      401,
      'Bearer resource_metadata="https://mcp.example.com/tools/.well-known/oauth-protected-resource/mcp"',
    ]);
  });
});

const ISSUER = 'https://login.example.com';

describe('the token that is expected', () => {
  it.each([
    ['of JWT_ISSUER', {}, { JWT_ISSUER: ISSUER }],
    ['for JWT_AUDIENCE', {}, { JWT_AUDIENCE: 'https://mcp.example.com/mcp' }],
    ['for one of several audiences', {}, { JWT_AUDIENCE: 'https://else.example.com,https://mcp.example.com/mcp' }],
    ['for two audiences that the HTTP API has made a text of', { aud: '[first second]' }, { JWT_AUDIENCE: 'second' }],
    ['of Cognito, which names its client', { aud: undefined, client_id: 'app' }, { JWT_AUDIENCE: 'app' }],
  ])('is taken: %s', async (_what, change, env) => {
    const { statusCode, said } = await ask('http-api.jwt', { change: claims(change), env });

    expect([statusCode, said]).toEqual([200, ann]);
  });

  it.each([
    ['two audiences of others', { aud: '[first second]' }, { JWT_AUDIENCE: 'third' }],
    ['a part of an audience', { aud: '[first second]' }, { JWT_AUDIENCE: 'secon' }],
    ['another client of Cognito', { aud: undefined, client_id: 'other' }, { JWT_AUDIENCE: 'app' }],
    ['a client beside an audience', { aud: 'first', client_id: 'app' }, { JWT_AUDIENCE: 'app' }],
  ])('is not one for %s', async (_what, change, env) => {
    expect((await ask('http-api.jwt', { change: claims(change), env })).statusCode).toBe(401);
  });
});

describe('AUTH=api-key,lambda-authorizer', () => {
  const key = makeKey('ben', ['docs:read']);
  const env = { ...accepting(key), AUTH: 'api-key,lambda-authorizer' };
  const headers = (change: object): object => ({ headers: change });

  it.each([
    ['the key of a usage plan', { 'x-api-key': 'key-of-a-plan' }],
    ['the key of a usage plan, and the token', { 'x-api-key': 'key-of-a-plan', authorization: 'Bearer abc' }],
    ['an Authorization header of another kind', { authorization: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }],
  ])('takes good claims beside %s', async (_what, change) => {
    expect(await ask('http-api.jwt', { change: headers(change), env })).toEqual({ statusCode: 200, said: ann });
  });

  it('takes a key where there are no claims', async () => {
    const { statusCode, said } = await ask('http-api', { change: headers({ 'x-api-key': key.key }), env });

    expect([statusCode, said]).toMatchObject([200, { subject: 'ben', method: 'api-key' }]);
  });

  it('refuses a key that nobody knows where there are no claims', async () => {
    expect((await ask('http-api', { change: headers({ 'x-api-key': 'key-of-a-plan' }), env })).statusCode).toBe(401);
  });
});

describe('what a client sends', () => {
  const identity = JSON.stringify({ sub: 'eve', scope: 'docs:read', exp: '4102444800' });

  it.each([
    ['headers that look like an authorizer’s', { headers: { 'x-amzn-oidc-data': identity, 'x-authorizer': identity } }],
    [
      'headers with the names of members',
      { headers: { requestcontext: identity, authorizer: identity, claims: identity } },
    ],
    ['a header named __proto__', { headers: JSON.parse(`{"__proto__": ${JSON.stringify(identity)}}`) }],
    ['a query', { rawQueryString: `claims=${encodeURIComponent(identity)}` }],
    ['a bearer token that nobody has verified', { headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' } }],
    ['a body', { body: JSON.stringify({ ...JSON.parse(body('who')), requestContext: { authorizer: identity } }) }],
  ])('makes nobody of it: %s', async (_what, change) => {
    expect((await ask('http-api', { change })).statusCode).toBe(401);
  });

  it('does not get in with a token in the URL, beside good claims', async () => {
    expect((await ask('http-api.jwt', { change: { rawQueryString: 'access_token=x' } })).statusCode).toBe(401);
  });

  it('has no claims at a load balancer, whatever its event says', async () => {
    const change = { requestContext: { authorizer: { claims: { sub: 'eve', exp: '4102444800' } } } };

    expect((await ask('alb', { change })).statusCode).toBe(401);
  });

  it('gets no identity from claims while AUTH does not say so', async () => {
    expect(
      (await ask('http-api.jwt', { env: { AUTH: 'jwt', JWT_ISSUER: 'https://login.example.com' } })).statusCode,
    ).toBe(401);
  });
});
