/** Events in the shape that each source documents, made of a request that has been received. */

const HOST = 'abc123.lambda-url.eu-central-1.on.aws';

const isText = (headers) => /json|text|urlencoded|xml/.test(headers['content-type'] ?? 'text/plain');

function bodyOf(request, bytes) {
  if (bytes.length === 0) return { isBase64Encoded: false };
  return isText(request.headers)
    ? { body: bytes.toString('utf8'), isBase64Encoded: false }
    : { body: bytes.toString('base64'), isBase64Encoded: true };
}

/** Values of each header, joined or in lists. */
function listsOf({ rawHeaders }) {
  const lists = {};
  for (let index = 0; index < rawHeaders.length; index += 2)
    (lists[rawHeaders[index]] ??= []).push(rawHeaders[index + 1]);
  return lists;
}

const joined = (lists) => Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.join(',')]));
/** By lower-case name, without the name of this front. */
function lowered(lists) {
  const entries = Object.entries(lists).map(([name, values]) => [name.toLowerCase(), values]);
  return Object.fromEntries(entries.filter(([name]) => name !== 'host'));
}

function queriesOf(search, decode) {
  const lists = {};
  for (const pair of search.slice(1).split('&').filter(Boolean)) {
    const [name, value = ''] = pair.split('=').map(decode);
    (lists[name] ??= []).push(value);
  }
  return lists;
}

const lastOf = (lists) => Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1)]));

function v2(
  request,
  bytes,
  { host = HOST, domainName = host, stage = '$default', routeKey = '$default', pathParameters, claims, prefix = '' },
) {
  const url = new URL(request.url, 'http://front');
  const { cookie, ...headers } = lowered(listsOf(request));
  const sourceIp = '198.51.100.7';
  return {
    version: '2.0',
    routeKey,
    rawPath: prefix + url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie && { cookies: cookie.join('; ').split(/; */) }),
    headers: {
      ...joined(headers),
      host,
      'x-forwarded-for': [...(headers['x-forwarded-for'] ?? []), sourceIp].join(', '),
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(pathParameters && { pathParameters }),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'abc123',
      ...(claims && { authorizer: { jwt: { claims, scopes: null } } }),
      domainName,
      domainPrefix: 'abc123',
      http: { method: request.method, path: prefix + url.pathname, protocol: 'HTTP/1.1', sourceIp, userAgent: 'front' },
      requestId: 'a1b2c3',
      routeKey,
      stage,
      time: '20/Nov/2026:10:00:00 +0000',
      timeEpoch: 1795255200000,
    },
    ...bodyOf(request, bytes),
  };
}

function v1(request, bytes, { host = 'api.example.com', stage = 'prod', claims }) {
  const url = new URL(request.url, 'http://front');
  const headers = lowered(listsOf(request));
  const sourceIp = '198.51.100.7';
  const all = {
    ...headers,
    Host: [host],
    'X-Forwarded-For': [[...(headers['x-forwarded-for'] ?? []), sourceIp, '130.176.1.1'].join(', ')],
    'X-Forwarded-Port': ['443'],
    'X-Forwarded-Proto': ['https'],
  };
  delete all['x-forwarded-for'];
  const queries = queriesOf(url.search, decodeURIComponent);
  const hasQuery = Object.keys(queries).length > 0;
  return {
    resource: '/{proxy+}',
    path: url.pathname,
    httpMethod: request.method,
    headers: lastOf(all),
    multiValueHeaders: all,
    queryStringParameters: hasQuery ? lastOf(queries) : null,
    multiValueQueryStringParameters: hasQuery ? queries : null,
    pathParameters: { proxy: url.pathname.slice(1) },
    stageVariables: null,
    requestContext: {
      ...(claims && { authorizer: { claims } }),
      domainName: host,
      httpMethod: request.method,
      identity: { sourceIp, userAgent: 'front' },
      path: `/${stage}${url.pathname}`,
      requestId: 'a1b2c3',
      resourcePath: '/{proxy+}',
      stage,
    },
    body: null,
    ...bodyOf(request, bytes),
  };
}

function alb(request, bytes, { host = 'mcp.example.com' }, inLists) {
  const url = new URL(request.url, 'http://front');
  const headers = lowered(listsOf(request));
  const all = {
    ...headers,
    host: [host],
    'x-forwarded-for': [[...(headers['x-forwarded-for'] ?? []), '198.51.100.7'].join(', ')],
    'x-forwarded-port': ['443'],
    'x-forwarded-proto': ['https'],
  };
  const queries = queriesOf(url.search, (text) => text);
  return {
    requestContext: {
      elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/mcp/1' },
    },
    httpMethod: request.method,
    path: url.pathname,
    ...(inLists
      ? { multiValueHeaders: all, multiValueQueryStringParameters: queries }
      : { headers: lastOf(all), queryStringParameters: lastOf(queries) }),
    body: '',
    ...bodyOf(request, bytes),
  };
}

export const EVENTS = {
  functionUrl: v2,
  httpApi: (request, bytes, details) =>
    v2(request, bytes, { host: 'api.example.com', stage: 'prod', prefix: '/prod', ...details }),
  restApi: v1,
  alb: (request, bytes, details) => alb(request, bytes, details, false),
  albLists: (request, bytes, details) => alb(request, bytes, details, true),
};
