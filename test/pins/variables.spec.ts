import { loadSettings } from '../../src/config/index.js';
import { settingsOf } from '../../src/config/setting.registry.js';
import { Settings } from '../../src/config/settings.js';
import { toVariableName } from '../../src/config/setting.registry.js';

describe('the environment variables', () => {
  it('have these names', () => {
    const names = [...settingsOf(Settings).keys()].map((property) => toVariableName(property));

    expect(names.sort()).toEqual([
      'ALLOWED_HOSTS',
      'ALLOWED_ORIGINS',
      'ALLOW_ANONYMOUS',
      'API_KEYS',
      'AUDIT_LOG',
      'AUDIT_ON_FAILURE',
      'AUDIT_SECRET',
      'AUTH',
      'CALL_TIMEOUT_MS',
      'DOCS_DIR',
      'DOCS_WRITABLE',
      'HOST',
      'HTTP_SESSIONS',
      'IP_ALLOWLIST',
      'JWT_ALGORITHMS',
      'JWT_AUDIENCE',
      'JWT_ISSUER',
      'JWT_JWKS_URI',
      'JWT_TENANT_CLAIM',
      'KEEPALIVE_SECONDS',
      'LOG_FORMAT',
      'LOG_LEVEL',
      'MAX_BODY_BYTES',
      'MAX_CONCURRENT_CALLS_PER_PRINCIPAL',
      'MAX_CONNECTIONS',
      'MAX_JSON_DEPTH',
      'MAX_RESULT_BYTES',
      'MAX_SESSIONS',
      'MAX_SESSIONS_PER_PRINCIPAL',
      'MCP_PATH',
      'MESSAGES_PATH',
      'PORT',
      'PUBLIC_URL',
      'REQUIRE_HTTPS',
      'SERVER_NAME',
      'SERVER_VERSION',
      'SESSION_TTL_SECONDS',
      'SSE_PATH',
      'STATE_SECRET',
      'STDIO_SCOPES',
      'STDIO_SUBJECT',
      'THROTTLE_AUTH_FAILURE_LIMIT',
      'THROTTLE_INITIALIZE_LIMIT',
      'THROTTLE_LIMIT',
      'THROTTLE_TTL_SECONDS',
      'TLS_CERT_FILE',
      'TLS_KEY_FILE',
      'TOOLSETS',
      'TRANSPORT',
      'TRUST_PROXY',
    ]);
  });

  it('have these defaults', () => {
    const settings = loadSettings({}, { name: 'shop', version: '1.0.0' });

    expect(settings).toEqual(
      expect.objectContaining({
        transport: ['stdio'],
        host: '127.0.0.1',
        port: 3000,
        mcpPath: '/mcp',
        ssePath: '/sse',
        messagesPath: '/messages',
        httpSessions: false,
        serverName: 'shop',
        serverVersion: '1.0.0',
        auth: ['none'],
        allowAnonymous: false,
        auditOnFailure: 'continue',
        stdioScopes: ['*'],
        stdioSubject: 'local',
        allowedHosts: [],
        allowedOrigins: [],
        throttleLimit: 300,
        throttleTtlSeconds: 60,
        throttleInitializeLimit: 60,
        throttleAuthFailureLimit: 30,
        maxConcurrentCallsPerPrincipal: 50,
        maxConnections: 10_000,
        callTimeoutMs: 30_000,
        maxBodyBytes: 4_194_304,
        maxResultBytes: 4_194_304,
        maxJsonDepth: 64,
        sessionTtlSeconds: 1800,
        maxSessions: 10_000,
        maxSessionsPerPrincipal: 100,
        keepaliveSeconds: 15,
        logLevel: 'info',
        docsWritable: false,
      }),
    );
  });
});
