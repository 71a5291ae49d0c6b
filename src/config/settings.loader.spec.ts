import { readFileSync } from 'node:fs';
import { load, secret } from '../../test/support/units/settings.js';
import { settingsOf } from './setting.registry.js';
import { Settings } from './settings.js';
import { toVariableName } from './setting.registry.js';

const key = { id: 'ann', hash: `sha256:${'0a'.repeat(32)}`, subject: 'ann', scopes: ['orders:read'] };

const defaults = {
  runtime: 'process',
  transport: ['stdio'],
  host: '127.0.0.1',
  port: 3000,
  mcpPath: '/mcp',
  ssePath: '/sse',
  messagesPath: '/messages',
  httpSessions: false,
  serverName: 'polyport',
  serverVersion: '1.2.3',
  toolsets: undefined,
  auth: ['none'],
  allowAnonymous: false,
  apiKeys: undefined,
  apiKeysFile: undefined,
  jwtIssuer: undefined,
  jwtAudience: [],
  jwtJwksUri: undefined,
  jwtAlgorithms: ['RS256', 'ES256'],
  jwtTenantClaim: 'tenant',
  publicUrl: undefined,
  throttleLimit: 300,
  throttleTtlSeconds: 60,
  throttleInitializeLimit: 60,
  throttleAuthFailureLimit: 30,
  maxConcurrentCallsPerPrincipal: 50,
  ipAllowlist: undefined,
  trustProxy: undefined,
  tlsCertFile: undefined,
  tlsKeyFile: undefined,
  requireHttps: undefined,
  maxConnections: 10000,
  stdioScopes: ['*'],
  stdioSubject: 'local',
  allowedHosts: [],
  allowedOrigins: [],
  callTimeoutMs: 30000,
  maxBodyBytes: 4194304,
  maxResultBytes: 4194304,
  maxJsonDepth: 64,
  sessionTtlSeconds: 1800,
  maxSessions: 10000,
  maxSessionsPerPrincipal: 100,
  keepaliveSeconds: 15,
  logLevel: 'info',
  logFormat: 'json',
  stateSecret: secret,
  auditLog: undefined,
  auditSecret: undefined,
  auditOnFailure: 'continue',
  docsDir: undefined,
  docsWritable: false,
};

describe('loadSettings', () => {
  it('gives the defaults for an environment without our variables', () => {
    const settings = load({ LOG_FORMAT: 'json', STATE_SECRET: secret, PATH: '/bin', PORTS: 'x' });

    expect({ ...settings }).toEqual(defaults);
  });

  it('reads every variable', () => {
    const settings = load({
      TRANSPORT: 'http, sse',
      HOST: '0.0.0.0',
      PORT: '0',
      MCP_PATH: '/api/mcp',
      SSE_PATH: '/api/sse',
      MESSAGES_PATH: '/api/messages',
      HTTP_SESSIONS: 'on',
      SERVER_NAME: 'Order desk',
      SERVER_VERSION: '9.9.9',
      TOOLSETS: 'docs, orders,docs',
      AUTH: 'jwt, api-key',
      ALLOW_ANONYMOUS: 'true',
      API_KEYS: JSON.stringify([key]),
      JWT_ISSUER: 'https://login.example.com/',
      JWT_AUDIENCE: 'api://mcp, https://mcp.example.com/api/mcp',
      JWT_JWKS_URI: 'https://login.example.com/keys?p=team',
      JWT_ALGORITHMS: 'ES256,EdDSA',
      JWT_TENANT_CLAIM: 'tid',
      PUBLIC_URL: 'https://MCP.example.com:443/',
      THROTTLE_LIMIT: '0',
      THROTTLE_TTL_SECONDS: '10',
      THROTTLE_INITIALIZE_LIMIT: '5',
      THROTTLE_AUTH_FAILURE_LIMIT: '3',
      MAX_CONCURRENT_CALLS_PER_PRINCIPAL: '4',
      IP_ALLOWLIST: '10.0.0.0/8, 2001:db8::/32,192.0.2.7',
      TRUST_PROXY: '10.1.0.0/16,::1',
      TLS_CERT_FILE: __filename,
      TLS_KEY_FILE: __filename,
      REQUIRE_HTTPS: 'true',
      MAX_CONNECTIONS: '500',
      STDIO_SCOPES: 'orders:read,orders:write',
      STDIO_SUBJECT: 'ann',
      ALLOWED_HOSTS: 'MCP.example.com,10.0.0.7,::1',
      ALLOWED_ORIGINS: 'https://APP.example.com,http://localhost:5173,https://x.example:443',
      CALL_TIMEOUT_MS: '1000',
      MAX_BODY_BYTES: '1024',
      MAX_RESULT_BYTES: '2048',
      MAX_JSON_DEPTH: '8',
      SESSION_TTL_SECONDS: '60',
      MAX_SESSIONS: '10',
      MAX_SESSIONS_PER_PRINCIPAL: '2',
      KEEPALIVE_SECONDS: '5',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'pretty',
      STATE_SECRET: secret,
      AUDIT_LOG: '/var/log/polyport/audit.jsonl',
      AUDIT_SECRET: secret,
      AUDIT_ON_FAILURE: 'refuse',
      DOCS_DIR: '/srv/docs',
      DOCS_WRITABLE: 'true',
    });

    expect({ ...settings }).toEqual({
      runtime: 'process',
      transport: ['sse', 'http'],
      host: '0.0.0.0',
      port: 0,
      mcpPath: '/api/mcp',
      ssePath: '/api/sse',
      messagesPath: '/api/messages',
      httpSessions: true,
      serverName: 'Order desk',
      serverVersion: '9.9.9',
      toolsets: ['docs', 'orders'],
      auth: ['jwt', 'api-key'],
      allowAnonymous: true,
      apiKeys: [key],
      jwtIssuer: 'https://login.example.com/',
      jwtAudience: ['api://mcp', 'https://mcp.example.com/api/mcp'],
      jwtJwksUri: 'https://login.example.com/keys?p=team',
      jwtAlgorithms: ['ES256', 'EdDSA'],
      jwtTenantClaim: 'tid',
      publicUrl: 'https://mcp.example.com',
      throttleLimit: 0,
      throttleTtlSeconds: 10,
      throttleInitializeLimit: 5,
      throttleAuthFailureLimit: 3,
      maxConcurrentCallsPerPrincipal: 4,
      ipAllowlist: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7'],
      trustProxy: ['10.1.0.0/16', '::1'],
      tlsCertFile: __filename,
      tlsKeyFile: __filename,
      requireHttps: true,
      maxConnections: 500,
      stdioScopes: ['orders:read', 'orders:write'],
      stdioSubject: 'ann',
      allowedHosts: ['mcp.example.com', '10.0.0.7', '::1'],
      allowedOrigins: ['https://app.example.com', 'http://localhost:5173', 'https://x.example'],
      callTimeoutMs: 1000,
      maxBodyBytes: 1024,
      maxResultBytes: 2048,
      maxJsonDepth: 8,
      sessionTtlSeconds: 60,
      maxSessions: 10,
      maxSessionsPerPrincipal: 2,
      keepaliveSeconds: 5,
      logLevel: 'debug',
      logFormat: 'pretty',
      stateSecret: secret,
      auditLog: '/var/log/polyport/audit.jsonl',
      auditSecret: secret,
      auditOnFailure: 'refuse',
      docsDir: '/srv/docs',
      docsWritable: true,
    });
  });

  it('takes a blank value for none', () => {
    const settings = load({ PORT: '', HOST: '  ', DOCS_DIR: '', LOG_FORMAT: 'json', STATE_SECRET: secret });

    expect({ ...settings }).toEqual(defaults);
  });

  it.each(['stdio', 'sse', 'http', 'sse,http'])('accepts TRANSPORT=%s', (transport) => {
    expect(load({ TRANSPORT: transport }).transport).toEqual(transport.split(','));
  });

  it.each([
    ['on', true],
    ['true', true],
    ['ON', true],
    ['off', false],
    ['false', false],
  ])('reads HTTP_SESSIONS=%s as %s', (text, value) => {
    expect(load({ HTTP_SESSIONS: text }).httpSessions).toBe(value);
  });
});

describe('.env.example', () => {
  it('names every variable and no other', () => {
    const named = [...readFileSync('.env.example', 'utf8').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
    const read = [...settingsOf(Settings)].flatMap(([property, { secret: isSecret }]) => {
      const name = toVariableName(property);
      return isSecret ? [name, `${name}_FILE`] : [name];
    });

    expect(named.sort()).toEqual(read.sort());
  });
});
