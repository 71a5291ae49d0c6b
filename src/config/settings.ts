import { randomBytes } from 'node:crypto';
import { isatty } from 'node:tty';

import { IsOptional } from 'class-validator';

import { AuditDestination } from './audit.decorators.js';
import { Allowlist, Transports } from './list.decorators.js';
import { EndpointPath, Host, HostNames, Origins } from './network.decorators.js';
import { NetworkSettings } from './network.settings.js';
import { Flag, LongText, OneOf, Text, WholeNumber } from './scalar.decorators.js';
import { isScopeToken } from './scope-token.js';
import { Secret } from './secret.decorator.js';
import type { AuditOnFailure, LogFormat, LogLevelName, Runtime, TransportName } from './settings.types.js';

// Node's timers fire at once when the delay is larger.
const MAX_TIMER_MS = 2_147_483_647;
const MAX_TIMER_SECONDS = 2_147_483;
// Half the longest string V8 can hold: a body becomes one string before it is parsed.
const MAX_BYTES = 268_435_456;
const STDERR = 2;

/**
 * Everything the environment decides, parsed and validated.
 *
 * The variable of a property is its name in upper snake case: `callTimeoutMs` is `CALL_TIMEOUT_MS`.
 */
export class Settings extends NetworkSettings {
  /** What runs the server. The entry says so; no variable does. */
  readonly runtime: Runtime = 'process';

  /** Transports served by this process: `stdio` alone, `sse`, `http`, or both of the latter. */
  @Transports() readonly transport: readonly TransportName[] = ['stdio'];

  /** Address or host name the network transports listen on. */
  @Host('127.0.0.1') readonly host: string = '127.0.0.1';

  /** TCP port the network transports listen on; 0 takes any free one. */
  @WholeNumber({ min: 0, max: 65_535, example: 3000 }) readonly port: number = 3000;

  /** Path of the HTTP transport. */
  @EndpointPath('/mcp') readonly mcpPath: string = '/mcp';

  /** Path of the event stream of the HTTP+SSE transport. */
  @EndpointPath('/sse') readonly ssePath: string = '/sse';

  /** Path the clients of the HTTP+SSE transport post to. */
  @EndpointPath('/messages') readonly messagesPath: string = '/messages';

  /** Whether clients of the 2025 revisions get sessions on the HTTP transport. */
  @Flag('on') readonly httpSessions: boolean = false;

  /** Name the server gives itself. */
  @Text('polyport') readonly serverName!: string;

  /** Version the server gives itself. */
  @Text('1.0.0') readonly serverVersion!: string;

  /** Toolsets to serve by name; `undefined` serves all. */
  @IsOptional()
  @Allowlist({
    item: (name) => /^[\w.-]{1,128}$/.test(name),
    refusal: 'must be a comma list of toolset names (letters, digits and _ . -)',
    example: 'docs,orders',
  })
  readonly toolsets?: readonly string[];

  /** Scopes of the local caller on stdio; `*` stands for all. */
  @Allowlist({
    item: isScopeToken,
    refusal: 'must be a comma list of scopes, each without spaces, quotes and backslashes',
    example: 'orders:read,orders:write',
  })
  readonly stdioScopes: readonly string[] = ['*'];

  /** Subject of the local caller on stdio. */
  @Text('local') readonly stdioSubject: string = 'local';

  /** Names accepted in the `Host` header; empty stands for the loopback names and `host`. */
  @HostNames('mcp.example.com') readonly allowedHosts: readonly string[] = [];

  /** Origins accepted in the `Origin` header; empty accepts requests without one only. */
  @Origins('https://app.example.com') readonly allowedOrigins: readonly string[] = [];

  /** Limit for one capability call, in milliseconds. */
  @WholeNumber({ min: 1, max: MAX_TIMER_MS, example: 30_000 }) readonly callTimeoutMs: number = 30_000;

  /** Largest message accepted, in bytes. */
  @WholeNumber({ min: 1, max: MAX_BYTES, example: 4_194_304 }) readonly maxBodyBytes: number = 4_194_304;

  /** Largest result sent, in bytes. */
  @WholeNumber({ min: 1, max: MAX_BYTES, example: 4_194_304 }) readonly maxResultBytes: number = 4_194_304;

  /** Deepest nesting accepted in a message; a few thousand levels exhaust the stack. */
  @WholeNumber({ min: 1, max: 1000, example: 64 }) readonly maxJsonDepth: number = 64;

  /** Idle time after which a session ends, in seconds. */
  @WholeNumber({ min: 1, max: MAX_TIMER_SECONDS, example: 1800 }) readonly sessionTtlSeconds: number = 1800;

  /** Sessions open at the same time. */
  @WholeNumber({ min: 1, max: 1_000_000, example: 10_000 }) readonly maxSessions: number = 10_000;

  /** Sessions one principal may have open at the same time. */
  @WholeNumber({ min: 1, max: 1_000_000, example: 100 }) readonly maxSessionsPerPrincipal: number = 100;

  /** Pause between the comments that keep an event stream open, in seconds. */
  @WholeNumber({ min: 1, max: MAX_TIMER_SECONDS, example: 15 }) readonly keepaliveSeconds: number = 15;

  /** Least severe records that are written. */
  @OneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info')
  readonly logLevel: LogLevelName = 'info';

  /** Shape of the log records; the default is `pretty` when stderr is a terminal. */
  @OneOf(['json', 'pretty'], 'json') readonly logFormat: LogFormat = isatty(STDERR) ? 'pretty' : 'json';

  /** Key that protects `requestState`, at least 32 bytes; random when not given, so useless to other processes. */
  @Secret()
  @LongText(32, '$(openssl rand -base64 32)')
  readonly stateSecret: string = randomBytes(32).toString('base64url');

  /** Where the audit goes: `off`, `stderr` or a path; `undefined` is `stderr` on a network transport, `off` on stdio. */
  @IsOptional() @AuditDestination() readonly auditLog?: string;

  /** Key of the audit's hash chain, at least 32 bytes: without it nobody can make a chain anew. */
  @IsOptional() @Secret() @LongText(32, '$(openssl rand -base64 32)') readonly auditSecret?: string;

  /** What becomes of calls while the audit cannot be written: they go on without it, or are refused. */
  @OneOf(['continue', 'refuse'], 'refuse') readonly auditOnFailure: AuditOnFailure = 'continue';

  /** Folder the `docs` toolset serves; `undefined` serves the documents of the product. */
  @IsOptional() @Text('/srv/docs') readonly docsDir?: string;

  /** Whether the `docs` toolset may write. */
  @Flag('true') readonly docsWritable: boolean = false;
}
