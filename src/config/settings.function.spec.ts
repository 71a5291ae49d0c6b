import { InvalidSettingsError, loadFunctionSettings, loadSettings, type Environment } from './index.js';

const identity = { name: 'polyport', version: '1.2.3' };
const anonymous = { ALLOW_ANONYMOUS: 'true' };

function faultsOf(env: Environment, runtime: 'lambda' | 'fetch' = 'lambda'): readonly string[] {
  try {
    loadFunctionSettings(env, identity, runtime);
  } catch (error) {
    if (error instanceof InvalidSettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe('the settings of a function', () => {
  it('serve HTTP to other machines, and need no certificate', () => {
    const settings = loadFunctionSettings(anonymous, identity, 'fetch');

    expect(settings).toMatchObject({ runtime: 'fetch', transport: ['http'], host: '0.0.0.0' });
  });

  it('keep to the rules for a server that other machines reach, whatever HOST says', () => {
    expect(faultsOf({ HOST: '127.0.0.1' })).toEqual([
      'A function lets other machines in while AUTH=none asks nobody who they are; set AUTH, or ALLOW_ANONYMOUS=true to accept that',
    ]);
  });

  it.each(['stdio', 'sse', 'sse,http'])('refuse TRANSPORT=%s and say why', (TRANSPORT) => {
    expect(faultsOf({ ...anonymous, TRANSPORT })).toEqual([
      `TRANSPORT=${TRANSPORT} needs a process that stays, and this is a function, which serves one request at a time; unset it, or use TRANSPORT=http`,
    ]);
  });

  it('refuse sessions and say why', () => {
    expect(faultsOf({ ...anonymous, HTTP_SESSIONS: 'on' })).toEqual([
      'HTTP_SESSIONS=on keeps sessions in the memory of one process, and a function has many that come and go; unset it, or run dist/main where sessions are needed',
    ]);
  });

  it('refuse a certificate, which the platform in front has', () => {
    expect(faultsOf({ ...anonymous, TLS_CERT_FILE: __filename, TLS_KEY_FILE: __filename })).toEqual([
      'TLS_CERT_FILE and TLS_KEY_FILE are for a server that listens, and this is a function; unset them, and give the certificate to the platform in front of it',
    ]);
  });

  it('ask for PUBLIC_URL where tokens are verified', () => {
    expect(faultsOf({ AUTH: 'jwt', JWT_ISSUER: 'https://login.example.com' })).toEqual([
      'AUTH has jwt and the URL of the server does not follow from anything that a function knows; set PUBLIC_URL, for example PUBLIC_URL=https://mcp.example.com',
    ]);
  });
});

describe('AUTH=lambda-authorizer', () => {
  const refusal =
    'AUTH has lambda-authorizer, which believes the authorizer of API Gateway and works in the function of dist/lambda.js alone; use api-key or jwt here';

  it('is taken in a Lambda function', () => {
    expect(faultsOf({ AUTH: 'lambda-authorizer' })).toEqual([]);
  });

  it('is refused on a platform without such an authorizer', () => {
    expect(faultsOf({ AUTH: 'lambda-authorizer' }, 'fetch')).toEqual([refusal]);
  });

  it.each(['stdio', 'sse', 'http'])('is refused in a process with TRANSPORT=%s', (TRANSPORT) => {
    expect(() => loadSettings({ TRANSPORT, AUTH: 'lambda-authorizer' }, identity)).toThrow(
      new InvalidSettingsError([refusal]),
    );
  });
});
