import { IsOptional } from 'class-validator';
import { isScopeToken } from './api-keys.js';
import { isHostName } from './network-names.js';
import { Allowlist, Flag, parseList, Setting, Text, WholeNumber } from './setting.decorators.js';

/** A transport this build can serve, as named in `TRANSPORT`. */
export type TransportName = 'stdio' | 'sse' | 'http';

/** What runs the server: its own process, or a platform that passes each request to it. */
export type Runtime = 'process' | 'lambda' | 'fetch';

const SERVED_TOGETHER = ['stdio', 'sse', 'http', 'sse,http'];
const TRANSPORT_ORDER: readonly TransportName[] = ['stdio', 'sse', 'http'];
const RESERVED_PATHS = ['/health', '/metrics', '/.well-known'];

/** What the server is, where it listens and which tools it serves. */
export class ServerSettings {
  /** What runs the server; set by the entry point, not by a variable. */
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

  /** Scopes of the local caller on stdio; `*`: all. */
  @Allowlist({
    item: isScopeToken,
    refusal: 'must be a comma list of scopes, each without spaces, quotes and backslashes',
    example: 'orders:read,orders:write',
  })
  readonly stdioScopes: readonly string[] = ['*'];

  /** Subject of the local caller on stdio. */
  @Text('local') readonly stdioSubject: string = 'local';

  /** Folder the `docs` toolset serves; `undefined` serves the documents of the product. */
  @IsOptional() @Text('/srv/docs') readonly docsDir?: string;

  /** Whether the `docs` toolset may write. */
  @Flag('true') readonly docsWritable: boolean = false;
}

/** The transports to serve; only the HTTP ones can share a process. */
function Transports(): PropertyDecorator {
  return Setting({
    parse: (text) => {
      const names = parseList(text);
      const known = TRANSPORT_ORDER.filter((name) => names.includes(name));
      return known.length === names.length ? known : names;
    },
    accepts: (value) => Array.isArray(value) && SERVED_TOGETHER.includes(value.join(',')),
    refusal: 'must be stdio, sse, http, or sse,http',
    example: 'sse,http',
  });
}

/** An endpoint's path; refuses pattern characters, so that the router matches it literally. */
function EndpointPath(example: string): PropertyDecorator {
  return Setting({
    accepts: isEndpointPath,
    refusal:
      'must begin with "/", have no space, query, pattern or "/" at its end, and lie outside /health, /metrics and /.well-known',
    example,
  });
}

function isEndpointPath(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\/$|^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/.test(value)) return false;
  // The router ignores case.
  const path = value.toLowerCase();
  return !RESERVED_PATHS.some((reserved) => path === reserved || path.startsWith(`${reserved}/`));
}

/** An address or a host name to listen on. */
function Host(example: string): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && isHostName(value),
    refusal: 'must be an IP address or a host name, without scheme, port and brackets',
    example,
  });
}
