import { isHttpsRequired, publicUrlOf, servesTls } from './derived.settings.js';
import { isLoopbackHost } from './network-names.js';
import { toVariableName } from './setting.registry.js';
import type { Settings } from './settings.js';

/** A rule over several settings; checked only when each of them is valid. */
interface SettingsRule {
  readonly needs: readonly (keyof Settings)[];
  readonly fault: (settings: Settings) => string | undefined;
}

const RULES: readonly SettingsRule[] = [
  distinctPaths('ssePath', 'mcpPath'),
  distinctPaths('messagesPath', 'mcpPath'),
  distinctPaths('messagesPath', 'ssePath'),
  { needs: ['transport'], fault: functionTransport },
  { needs: ['httpSessions'], fault: functionSessions },
  { needs: ['tlsCertFile', 'tlsKeyFile'], fault: functionTls },
  { needs: ['auth'], fault: authorizerElsewhere },
  { needs: ['transport', 'host', 'auth', 'allowAnonymous'], fault: anonymousOffLoopback },
  { needs: ['tlsCertFile', 'tlsKeyFile'], fault: tlsHalf },
  { needs: ['transport', 'host', 'requireHttps', 'tlsCertFile', 'trustProxy'], fault: plainHttp },
  { needs: ['auth', 'apiKeys'], fault: keysMissing },
  { needs: ['transport', 'auth', 'apiKeys'], fault: keysUnused },
  { needs: ['auth', 'jwtIssuer'], fault: issuerMissing },
  { needs: ['transport', 'auth', 'publicUrl', 'host', 'port'], fault: publicUrlMissing },
];

/** Lists faults in the combination of settings. */
export function crossFieldFaults(settings: Settings, isFaulty: (property: string) => boolean): readonly string[] {
  return RULES.filter((rule) => !rule.needs.some(isFaulty)).flatMap((rule) => rule.fault(settings) ?? []);
}

function distinctPaths(one: 'ssePath' | 'messagesPath', other: 'mcpPath' | 'ssePath'): SettingsRule {
  return {
    needs: [one, other],
    fault: (settings) =>
      // The router ignores case.
      settings[one].toLowerCase() === settings[other].toLowerCase()
        ? `${toVariableName(one)}=${settings[one]} is the path of ${toVariableName(other)} too; each endpoint needs a path of its own`
        : undefined,
  };
}

/** A connection to a function ends with its request, and a function has no stdin. */
function functionTransport({ runtime, transport }: Settings): string | undefined {
  if (runtime === 'process' || transport.join() === 'http') return undefined;
  return `TRANSPORT=${transport.join()} needs a process that stays, and this is a function, which serves one request at a time; unset it, or use TRANSPORT=http`;
}

/** The next request of a session may reach another instance. */
function functionSessions({ runtime, httpSessions }: Settings): string | undefined {
  if (runtime === 'process' || !httpSessions) return undefined;
  return 'HTTP_SESSIONS=on keeps sessions in the memory of one process, and a function has many that come and go; unset it, or run dist/main where sessions are needed';
}

function functionTls({ runtime, tlsCertFile, tlsKeyFile }: Settings): string | undefined {
  if (runtime === 'process' || (tlsCertFile === undefined && tlsKeyFile === undefined)) return undefined;
  return 'TLS_CERT_FILE and TLS_KEY_FILE are for a server that listens, and this is a function; unset them, and give the certificate to the platform in front of it';
}

/** Only API Gateway vouches for the identity; anywhere else it would come from the client. */
function authorizerElsewhere({ runtime, auth }: Settings): string | undefined {
  if (runtime === 'lambda' || !auth.includes('lambda-authorizer')) return undefined;
  return 'AUTH has lambda-authorizer, which believes the authorizer of API Gateway and works in the function of dist/lambda.js alone; use api-key or jwt here';
}

function anonymousOffLoopback({ runtime, transport, host, auth, allowAnonymous }: Settings): string | undefined {
  if (transport.includes('stdio') || isLoopbackHost(host) || !auth.includes('none') || allowAnonymous) return undefined;
  const cause = runtime === 'process' ? `HOST=${host} lets other machines in` : 'A function lets other machines in';
  return `${cause} while AUTH=none asks nobody who they are; set AUTH, or ALLOW_ANONYMOUS=true to accept that`;
}

function tlsHalf({ tlsCertFile, tlsKeyFile }: Settings): string | undefined {
  if ((tlsCertFile === undefined) === (tlsKeyFile === undefined)) return undefined;
  const [set, unset] =
    tlsCertFile === undefined ? ['TLS_KEY_FILE', 'TLS_CERT_FILE'] : ['TLS_CERT_FILE', 'TLS_KEY_FILE'];
  return `${set} is set and ${unset} is not; HTTPS needs the certificate and its key`;
}

/** Credentials over plain HTTP are safe on the loopback only. */
function plainHttp(settings: Settings): string | undefined {
  const { runtime, transport, host, requireHttps, trustProxy } = settings;
  if (transport.includes('stdio') || servesTls(settings) || trustProxy !== undefined) return undefined;
  // The platform reports the scheme of each request.
  if (runtime !== 'process') return undefined;
  if (!isHttpsRequired(settings)) return undefined;
  const cause = requireHttps ? 'REQUIRE_HTTPS=true' : `HOST=${host} lets other machines in, so that HTTPS is required,`;
  return `${cause} and there is neither a certificate nor a proxy that has one; set TLS_CERT_FILE and TLS_KEY_FILE, or TRUST_PROXY, or REQUIRE_HTTPS=false to accept plain HTTP`;
}

function keysMissing({ auth, apiKeys }: Settings): string | undefined {
  if (!auth.includes('api-key') || apiKeys !== undefined) return undefined;
  return 'AUTH has api-key and there are no keys; set API_KEYS_FILE or API_KEYS, to which npm run hash-key makes the entries';
}

/** Keys that no request is checked against give a false sense of security. */
function keysUnused({ transport, auth, apiKeys }: Settings): string | undefined {
  if (transport.includes('stdio') || apiKeys === undefined || auth.includes('api-key')) return undefined;
  return `API_KEYS is set and AUTH=${auth.join(',')} asks nobody for a key; add api-key to AUTH, or unset API_KEYS`;
}

function issuerMissing({ auth, jwtIssuer }: Settings): string | undefined {
  if (!auth.includes('jwt') || jwtIssuer !== undefined) return undefined;
  return 'AUTH has jwt and JWT_ISSUER is not set; use for example JWT_ISSUER=https://login.example.com/realms/team';
}

/** Tokens name the URL that clients use as their audience, and only the operator knows it. */
function publicUrlMissing(settings: Settings): string | undefined {
  const { runtime, transport, auth, host, port } = settings;
  if (transport.includes('stdio') || !auth.includes('jwt') || publicUrlOf(settings) !== undefined) return undefined;
  const source = runtime === 'process' ? `from HOST=${host} and PORT=${port}` : 'from anything that a function knows';
  return `AUTH has jwt and the URL of the server does not follow ${source}; set PUBLIC_URL, for example PUBLIC_URL=https://mcp.example.com`;
}
