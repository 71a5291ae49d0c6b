import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InvalidSettingsError, loadSettings, type Environment, type Settings } from './index.js';
import { settingsOf } from './setting.registry.js';
import { Settings as SettingsClass } from './settings.js';
import { toVariableName } from './variable-name.js';

const identity = { name: 'polyport', version: '1.2.3' };
const secret = '0123456789abcdef0123456789abcdef';
const key = { id: 'ann', hash: `sha256:${'0a'.repeat(32)}`, subject: 'ann', scopes: ['orders:read'] };

const defaults = {
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

function load(env: Environment): Settings {
  return loadSettings(env, identity);
}

function faultsOf(env: Environment): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof InvalidSettingsError) return error.faults;
    throw error;
  }
  return [];
}

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

  it.each(['127.0.0.1', '127.8.9.10', '::1', '0:0:0:0:0:0:0:1', 'localhost', 'LOCALHOST'])(
    'lets anonymous callers in on the loopback host %s',
    (host) => {
      expect(faultsOf({ TRANSPORT: 'http', HOST: host })).toEqual([]);
    },
  );

  it.each(['0.0.0.0', '::', '10.0.0.7', 'mcp.example.com', 'localhost.example.com', '128.0.0.1', '::ffff:10.0.0.7'])(
    'refuses anonymous callers on the host %s unless they are allowed',
    (host) => {
      expect({
        refused: faultsOf({ TRANSPORT: 'sse', HOST: host, REQUIRE_HTTPS: 'false' }),
        allowed: faultsOf({ TRANSPORT: 'sse', HOST: host, REQUIRE_HTTPS: 'false', ALLOW_ANONYMOUS: 'true' }),
        stdio: faultsOf({ TRANSPORT: 'stdio', HOST: host }),
      }).toEqual({
        refused: [
          `HOST=${host} lets other machines in while AUTH=none asks nobody who they are; set AUTH, or ALLOW_ANONYMOUS=true to accept that`,
        ],
        allowed: [],
        stdio: [],
      });
    },
  );

  it('makes another state secret each time when none is given', () => {
    const [one, other] = [load({}).stateSecret, load({}).stateSecret];

    expect([one.length >= 32, one === other]).toEqual([true, false]);
  });

  it('freezes the settings and their lists', () => {
    const settings = load({});

    expect([settings, settings.transport, settings.allowedHosts, settings.auth].map(Object.isFrozen)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('lists all faults at once, in the order of the settings', () => {
    const env = { CALL_TIMEOUT_MS: '30s', TRANSPORT: 'tcp', SSE_PATH: '/mcp', STATE_SECRET: 'short', AUTH: 'oauth' };

    expect(() => load(env)).toThrow(
      new InvalidSettingsError([
        'TRANSPORT=tcp must be stdio, sse, http, or sse,http; for example TRANSPORT=sse,http',
        'CALL_TIMEOUT_MS=30s must be a whole number from 1 to 2147483647, without a unit; for example CALL_TIMEOUT_MS=30000',
        'STATE_SECRET must be at least 32 bytes long; for example STATE_SECRET=$(openssl rand -base64 32)',
        'AUTH=oauth must be a comma list of api-key and jwt, or none; for example AUTH=api-key,jwt',
        'SSE_PATH=/mcp is the path of MCP_PATH too; each endpoint needs a path of its own',
      ]),
    );
  });

  it('writes one line for each fault', () => {
    expect(new InvalidSettingsError(['A=1 is wrong', 'B=2 is wrong']).message).toBe(
      'The environment holds settings that cannot be used:\n  A=1 is wrong\n  B=2 is wrong',
    );
  });
});

describe('a fault names the variable, its value, what is accepted and an example', () => {
  const number = (max: number): string => `must be a whole number from 1 to ${max}, without a unit`;
  const flag = 'must be true, false, on or off';
  const path =
    'must begin with "/", have no space, query, pattern or "/" at its end, and lie outside /health, /metrics and /.well-known';
  const empty = 'is set but lists nothing, and an empty allowlist never means allow all; unset it, or use for example';
  const hosts = 'must be a comma list of host names or IP addresses, without scheme, port and "*"';
  const origins = 'must be a comma list of origins (http or https, host, port if any), without path and "*"';
  const toolsets = 'must be a comma list of toolset names (letters, digits and _ . -)';
  const text = 'must be a text of 1 to 256 characters without control characters';
  const transports = 'must be stdio, sse, http, or sse,http; for example TRANSPORT=sse,http';

  it.each<[string, string, string]>([
    ['TRANSPORT', 'stdio,http', `TRANSPORT=stdio,http ${transports}`],
    ['TRANSPORT', 'HTTP', `TRANSPORT=HTTP ${transports}`],
    ['TRANSPORT', ',', `TRANSPORT=, ${transports}`],
    [
      'HOST',
      'http://127.0.0.1',
      'HOST=http://127.0.0.1 must be an IP address or a host name, without scheme, port and brackets; for example HOST=127.0.0.1',
    ],
    [
      'HOST',
      '127.1',
      'HOST=127.1 must be an IP address or a host name, without scheme, port and brackets; for example HOST=127.0.0.1',
    ],
    ['PORT', '65536', 'PORT=65536 must be a whole number from 0 to 65535, without a unit; for example PORT=3000'],
    ['PORT', '-1', 'PORT=-1 must be a whole number from 0 to 65535, without a unit; for example PORT=3000'],
    ['PORT', '0x50', 'PORT=0x50 must be a whole number from 0 to 65535, without a unit; for example PORT=3000'],
    ['MCP_PATH', 'mcp', `MCP_PATH=mcp ${path}; for example MCP_PATH=/mcp`],
    ['MCP_PATH', '/m cp', `MCP_PATH="/m cp" ${path}; for example MCP_PATH=/mcp`],
    ['MCP_PATH', '/mcp?x=1', `MCP_PATH=/mcp?x=1 ${path}; for example MCP_PATH=/mcp`],
    ['MCP_PATH', '/mcp/', `MCP_PATH=/mcp/ ${path}; for example MCP_PATH=/mcp`],
    ['MCP_PATH', '/a/../b', `MCP_PATH=/a/../b ${path}; for example MCP_PATH=/mcp`],
    ['MCP_PATH', '/:id', `MCP_PATH=/:id ${path}; for example MCP_PATH=/mcp`],
    ['SSE_PATH', '/Health/live', `SSE_PATH=/Health/live ${path}; for example SSE_PATH=/sse`],
    ['MESSAGES_PATH', '/metrics', `MESSAGES_PATH=/metrics ${path}; for example MESSAGES_PATH=/messages`],
    ['MESSAGES_PATH', '/SSE', 'MESSAGES_PATH=/SSE is the path of SSE_PATH too; each endpoint needs a path of its own'],
    ['HTTP_SESSIONS', 'yes', `HTTP_SESSIONS=yes ${flag}; for example HTTP_SESSIONS=on`],
    ['SERVER_NAME', 'a\nb', `SERVER_NAME="a\\nb" ${text}; for example SERVER_NAME=polyport`],
    ['SERVER_VERSION', 'a\u009bb', `SERVER_VERSION="a?b" ${text}; for example SERVER_VERSION=1.0.0`],
    ['TOOLSETS', 'docs,or ders', `TOOLSETS="docs,or ders" ${toolsets}; for example TOOLSETS=docs,orders`],
    ['TOOLSETS', '', `TOOLSETS="" ${empty} TOOLSETS=docs,orders`],
    ['ALLOW_ANONYMOUS', '1', `ALLOW_ANONYMOUS=1 ${flag}; for example ALLOW_ANONYMOUS=true`],
    [
      'STDIO_SCOPES',
      'a b',
      'STDIO_SCOPES="a b" must be a comma list of scopes, each without spaces, quotes and backslashes; for example STDIO_SCOPES=orders:read,orders:write',
    ],
    ['STDIO_SCOPES', '', `STDIO_SCOPES="" ${empty} STDIO_SCOPES=orders:read,orders:write`],
    ['STDIO_SUBJECT', 'a\tb', `STDIO_SUBJECT="a\\tb" ${text}; for example STDIO_SUBJECT=local`],
    ['ALLOWED_HOSTS', '*', `ALLOWED_HOSTS=* ${hosts}; for example ALLOWED_HOSTS=mcp.example.com`],
    ['ALLOWED_HOSTS', 'a:80', `ALLOWED_HOSTS=a:80 ${hosts}; for example ALLOWED_HOSTS=mcp.example.com`],
    ['ALLOWED_HOSTS', ' ', `ALLOWED_HOSTS="" ${empty} ALLOWED_HOSTS=mcp.example.com`],
    ['ALLOWED_ORIGINS', '*', `ALLOWED_ORIGINS=* ${origins}; for example ALLOWED_ORIGINS=https://app.example.com`],
    ['ALLOWED_ORIGINS', 'null', `ALLOWED_ORIGINS=null ${origins}; for example ALLOWED_ORIGINS=https://app.example.com`],
    [
      'ALLOWED_ORIGINS',
      'https://a.example,https://b.example/x',
      `ALLOWED_ORIGINS=https://a.example,https://b.example/x ${origins}; for example ALLOWED_ORIGINS=https://app.example.com`,
    ],
    [
      'ALLOWED_ORIGINS',
      'https://*.example.com',
      `ALLOWED_ORIGINS=https://*.example.com ${origins}; for example ALLOWED_ORIGINS=https://app.example.com`,
    ],
    ['ALLOWED_ORIGINS', '', `ALLOWED_ORIGINS="" ${empty} ALLOWED_ORIGINS=https://app.example.com`],
    ['ALLOWED_ORIGINS', ',,', `ALLOWED_ORIGINS=,, ${empty} ALLOWED_ORIGINS=https://app.example.com`],
    ['CALL_TIMEOUT_MS', '12abc', `CALL_TIMEOUT_MS=12abc ${number(2147483647)}; for example CALL_TIMEOUT_MS=30000`],
    ['MAX_BODY_BYTES', '4MiB', `MAX_BODY_BYTES=4MiB ${number(268435456)}; for example MAX_BODY_BYTES=4194304`],
    ['MAX_RESULT_BYTES', '1e6', `MAX_RESULT_BYTES=1e6 ${number(268435456)}; for example MAX_RESULT_BYTES=4194304`],
    ['MAX_JSON_DEPTH', '0', `MAX_JSON_DEPTH=0 ${number(1000)}; for example MAX_JSON_DEPTH=64`],
    ['SESSION_TTL_SECONDS', '1.5', `SESSION_TTL_SECONDS=1.5 ${number(2147483)}; for example SESSION_TTL_SECONDS=1800`],
    ['MAX_SESSIONS', '0', `MAX_SESSIONS=0 ${number(1000000)}; for example MAX_SESSIONS=10000`],
    [
      'MAX_SESSIONS_PER_PRINCIPAL',
      'all',
      `MAX_SESSIONS_PER_PRINCIPAL=all ${number(1000000)}; for example MAX_SESSIONS_PER_PRINCIPAL=100`,
    ],
    ['KEEPALIVE_SECONDS', '15 s', `KEEPALIVE_SECONDS="15 s" ${number(2147483)}; for example KEEPALIVE_SECONDS=15`],
    [
      'LOG_LEVEL',
      'verbose',
      'LOG_LEVEL=verbose must be one of fatal, error, warn, info, debug, trace, silent; for example LOG_LEVEL=info',
    ],
    ['LOG_FORMAT', 'xml', 'LOG_FORMAT=xml must be one of json, pretty; for example LOG_FORMAT=json'],
    [
      'STATE_SECRET',
      'hunter2',
      'STATE_SECRET must be at least 32 bytes long; for example STATE_SECRET=$(openssl rand -base64 32)',
    ],
    [
      'STATE_SECRET_FILE',
      '/nowhere/secret',
      'STATE_SECRET_FILE=/nowhere/secret must be a file that can be read (ENOENT); for example STATE_SECRET_FILE=/run/secrets/state_secret',
    ],
    ['DOCS_DIR', 'a\u0000b', `DOCS_DIR="a\\u0000b" ${text}; for example DOCS_DIR=/srv/docs`],
    ['DOCS_WRITABLE', 'no', `DOCS_WRITABLE=no ${flag}; for example DOCS_WRITABLE=true`],
  ])('%s=%j', (name, value, fault) => {
    expect(faultsOf({ [name]: value })).toEqual([fault]);
  });

  it('cuts a long value', () => {
    expect(faultsOf({ PORT: '9'.repeat(5000) })).toEqual([
      `PORT=${'9'.repeat(80)}… must be a whole number from 0 to 65535, without a unit; for example PORT=3000`,
    ]);
  });
});

describe('a secret from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  const file = join(folder, 'secret');

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['with a newline at its end', `${secret}\n`, secret],
    ['with a Windows newline at its end', `${secret}\r\n`, secret],
    ['without one', secret, secret],
    ['with spaces and two newlines', ` ${secret}\n\n`, ` ${secret}\n`],
  ])('is its content, %s', (_, content, expected) => {
    writeFileSync(file, content);

    expect(load({ STATE_SECRET_FILE: file }).stateSecret).toBe(expected);
  });

  it('is refused by its content, which is not shown', () => {
    writeFileSync(file, 'hunter2\n');

    expect(faultsOf({ STATE_SECRET_FILE: file })).toEqual([
      `STATE_SECRET (from STATE_SECRET_FILE=${file}) must be at least 32 bytes long; for example STATE_SECRET=$(openssl rand -base64 32)`,
    ]);
  });

  it('is refused next to the secret itself', () => {
    expect(faultsOf({ STATE_SECRET: secret, STATE_SECRET_FILE: file })).toEqual([
      `STATE_SECRET_FILE=${file} is set together with STATE_SECRET; unset one of the two`,
    ]);
  });

  it('is not read for settings that are not secret', () => {
    expect(load({ STDIO_SUBJECT_FILE: '/nowhere' }).stdioSubject).toBe('local');
  });
});

describe('.env.example', () => {
  it('names every variable and no other', () => {
    const named = [...readFileSync('.env.example', 'utf8').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
    const read = [...settingsOf(SettingsClass)].flatMap(([property, { secret: isSecret }]) => {
      const name = toVariableName(property);
      return isSecret ? [name, `${name}_FILE`] : [name];
    });

    expect(named.sort()).toEqual(read.sort());
  });
});
