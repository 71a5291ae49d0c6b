/** A transport this build can serve, as named in `TRANSPORT`. */
export type TransportName = 'stdio' | 'sse' | 'http';

/** A way callers prove who they are, as named in `AUTH`. */
export type AuthMethod = 'none' | 'api-key' | 'jwt' | 'lambda-authorizer';

/** What runs the server: a process of its own, or a platform that hands it each request. */
export type Runtime = 'process' | 'lambda' | 'fetch';

/** A threshold of the log, as named in `LOG_LEVEL`; `silent` writes nothing. */
export type LogLevelName = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** What becomes of calls while the audit cannot be written, as named in `AUDIT_ON_FAILURE`. */
export type AuditOnFailure = 'continue' | 'refuse';

/** The shape of a log record, as named in `LOG_FORMAT`. */
export type LogFormat = 'json' | 'pretty';

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the product says about itself when the environment does not. */
export interface ServerIdentity {
  readonly name: string;
  readonly version: string;
}
