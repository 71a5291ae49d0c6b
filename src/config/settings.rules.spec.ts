import { faultsOf, load } from '../../test/support/units/settings.js';
import { InvalidSettingsError } from './index.js';

describe('loadSettings', () => {
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
        'AUTH=oauth must be a comma list of api-key, jwt and lambda-authorizer, or none; for example AUTH=api-key,jwt',
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
