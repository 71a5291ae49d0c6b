import type { PlatformRequest } from '../platform-request.js';
import { toTarget, withoutPrefix } from '../public-path.js';
import type { AlbEvent, PayloadV1Event, PayloadV2Event, Sourced } from './events.js';

type Headers = Record<string, string | readonly string[]>;

/** The request that an event stands for; who carries it out and for how long is left to the caller. */
export type EventRequest = Omit<PlatformRequest, 'remainingMs' | 'signal'>;

export function readEvent(sourced: Sourced): EventRequest {
  switch (sourced.source) {
    case 'v2':
      return readV2(sourced.event);
    case 'v1':
      return readV1(sourced.event);
    case 'alb':
      return readAlb(sourced.event);
  }
}

function readV2(event: PayloadV2Event): EventRequest {
  const { http, stage, domainName, authorizer } = event.requestContext;
  const { rawPath, rawQueryString = '', routeKey, pathParameters, cookies = [] } = event;
  const headers = headersOf(event);
  // Cookies come beside the headers, one by one.
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ');
  const route = routeKey.slice(routeKey.indexOf(' ') + 1);
  return {
    method: http.method,
    target: toTarget(pathOf(rawPath, { route, parameters: pathParameters ?? {}, stage }), rawQueryString),
    ...shared(event, headers, http.sourceIp),
    secure: true,
    facts: factsOf(domainName, authorizer?.jwt?.claims),
  };
}

function readV1(event: PayloadV1Event): EventRequest {
  const { identity, stage, domainName, authorizer } = event.requestContext;
  const { path, resource, pathParameters, httpMethod } = event;
  return {
    method: httpMethod,
    target: toTarget(
      pathOf(path, { route: resource, parameters: pathParameters ?? {}, stage }),
      queryOf(event, encodeURIComponent),
    ),
    ...shared(event, headersOf(event), identity.sourceIp),
    secure: true,
    facts: factsOf(domainName, authorizer?.claims),
  };
}

function readAlb(event: AlbEvent): EventRequest {
  const headers = headersOf(event);
  const forwarded = lastOf(headers['x-forwarded-for']);
  return {
    method: event.httpMethod,
    // Unlike API Gateway it hands over the query as it came.
    target: toTarget(
      event.path,
      queryOf(event, (text) => text),
    ),
    ...shared(event, headers, forwarded),
    secure: lastOf(headers['x-forwarded-proto'])?.toLowerCase() === 'https',
    facts: factsOf(undefined, undefined),
  };
}

function shared(
  { body, isBase64Encoded = false }: Sourced['event'],
  headers: Headers,
  sourceIp: string | undefined,
): Pick<EventRequest, 'headers' | 'body' | 'remoteAddress'> {
  const bytes =
    body === null || body === undefined ? undefined : Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const forwarded = beforeThePlatform(headers['x-forwarded-for'], sourceIp);
  const { 'x-forwarded-for': _forwarded, 'transfer-encoding': _encoding, 'content-length': _length, ...rest } = headers;
  return {
    headers: {
      ...rest,
      ...(forwarded !== '' && { 'x-forwarded-for': forwarded }),
      ...(bytes && { 'content-length': String(bytes.length) }),
    },
    body: bytes,
    remoteAddress: sourceIp,
  };
}

/** By lower-case name; HTTP's names have no case, and each source has its own: what differs in case alone is one header. */
function headersOf({ headers, multiValueHeaders }: PayloadV1Event | AlbEvent | (PayloadV2Event & NoLists)): Headers {
  const lists = new Map<string, readonly string[]>();
  const all: Readonly<Record<string, string | readonly string[] | undefined>> = multiValueHeaders ?? headers ?? {};
  for (const [spelling, value] of Object.entries(all)) {
    const name = spelling.toLowerCase();
    if (value !== undefined) lists.set(name, [...(lists.get(name) ?? []), ...listOf(value)]);
  }
  return Object.fromEntries(lists);
}

interface NoLists {
  readonly multiValueHeaders?: undefined;
}

function queryOf(
  { queryStringParameters, multiValueQueryStringParameters }: PayloadV1Event | AlbEvent,
  encode: (text: string) => string,
): string {
  const queries: Readonly<Record<string, string | readonly string[] | undefined>> =
    multiValueQueryStringParameters ?? queryStringParameters ?? {};
  const pairs = Object.entries(queries).flatMap(([name, values]) => listOf(values).map((value) => [name, value]));
  return pairs.map((pair) => pair.map(encode).join('=')).join('&');
}

function listOf(values: string | readonly string[] | undefined): readonly string[] {
  return typeof values === 'string' ? [values] : (values ?? []);
}

/** What the platform itself has put in last. */
function lastOf(header: string | readonly string[] | undefined): string | undefined {
  const last = listOf(header).join(',').split(',').at(-1)?.trim();
  return last === '' ? undefined : last;
}

function factsOf(domainName: string | undefined, claims: EventRequest['facts']['claims']): EventRequest['facts'] {
  return { hosts: domainName === undefined ? [] : [domainName.toLowerCase()], ...(claims && { claims }) };
}

/** How API Gateway has found the function. */
export interface Routing {
  /** Path of the route, such as `/{proxy+}` or `/mcp`; `$default` for the route that takes everything. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly stage: string;
}

/**
 * The path behind what API Gateway puts in front of it: the stage, or the base path of a custom domain. The route says
 * which part is the function's own; the route that takes everything knows the stage only.
 */
function pathOf(path: string, { route, parameters, stage }: Routing): string {
  const own = ownPath(route, parameters);
  if (own !== undefined && path.endsWith(own)) return own;
  return withoutPrefix(path, [`/${stage}`]);
}

function ownPath(route: string, parameters: Routing['parameters']): string | undefined {
  if (!route.startsWith('/') || route === '/') return undefined;
  const own = route.replace(/\{([^}]+?)\+?\}/g, (_braces, name: string) => parameters[name] ?? '');
  return own === '/' ? undefined : own;
}

/**
 * What had been forwarded before the platform wrote down whom it has the request from: it appends that address, and some
 * of it the addresses of its own machines behind. Without this the address would count twice among the proxies.
 */
function beforeThePlatform(header: string | readonly string[] | undefined, sourceIp: string | undefined): string {
  const addresses = [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  const own = sourceIp === undefined ? -1 : addresses.lastIndexOf(sourceIp);
  return (own === -1 ? addresses : addresses.slice(0, own)).join(', ');
}
