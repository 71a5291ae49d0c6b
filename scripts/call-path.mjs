#!/usr/bin/env node
/**
 * Prints the way of one `tools/call` through the source files, for each transport. `docs/architecture.md` lists it.
 *
 *   npm run build && node scripts/call-path.mjs [--all | --json] [TRANSPORT...]
 *
 * It starts the unbundled build in this process, sends a few calls to warm it up, and looks at one more twice:
 *
 *   handed on  the files on the stack when the method begins, with those that wait for it: V8's asynchronous stack
 *   all files  those with a function that ran, checks and helpers included: V8's precise coverage (`--all` prints them)
 *
 * Toolsets are left out, and files that hold types only have no code.
 */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { console as inspectorConsole, Session } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const DIST = new URL('../dist/', import.meta.url);
const load = (path) => import(new URL(path, DIST).href);

const WARM_UP_CALLS = 5;
/** More than the audit gathers its records for. */
const AFTER_ANSWER_MS = 100;

const KEY = `mcp_${'k'.repeat(43)}`;
const FOLDER = mkdtempSync(join(tmpdir(), 'call-path-'));
process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }));

/** API keys, throttling and the audit are on, so that the path is the longest that production has. */
const SETTINGS = {
  HOST: '127.0.0.1',
  PORT: '0',
  AUTH: 'api-key',
  API_KEYS: JSON.stringify([
    { id: 'ann', hash: `sha256:${createHash('sha256').update(KEY).digest('hex')}`, subject: 'ann', scopes: ['*'] },
  ]),
  AUDIT_LOG: join(FOLDER, 'audit.jsonl'),
  DOCS_DIR: fileURLToPath(new URL('../docs', import.meta.url)),
  LOG_LEVEL: 'error',
};
const IDENTITY = { name: 'call-path', version: '1.0.0' };

const LEGACY = '2025-11-25';
const MODERN = '2026-07-28';
const CLIENT = { name: 'call-path', version: '1.0.0' };
const CALL = { name: 'docs_list', arguments: { limit: 3 } };
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientInfo': CLIENT,
  'io.modelcontextprotocol/clientCapabilities': {},
};
const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: `Bearer ${KEY}`,
};
const MODERN_HEADERS = { 'mcp-protocol-version': MODERN, 'mcp-method': 'tools/call', 'mcp-name': CALL.name };

const inspector = new Session();
inspector.connect();

/** Calls of the inspector on its own thread return before `post` does. */
function post(method, params) {
  let outcome;
  inspector.post(method, params, (error, result) => (outcome = { error, result }));
  if (outcome.error) throw new Error(outcome.error.message);
  return outcome.result;
}

/** The source files with a function that ran since the last look, as paths from the root of the repository. */
function takeFiles() {
  const files = new Set();
  for (const { url, functions } of post('Profiler.takePreciseCoverage').result) {
    if (isOwn(url) && functions.some(({ ranges: [{ count }] }) => count > 0)) files.add(sourceOf(url));
  }
  return files;
}

const isOwn = (url) => url.startsWith(DIST.href) && !url.startsWith(`${DIST.href}toolsets/`);
const sourceOf = (url) => url.replace(DIST.href, 'src/').replace(/[.]js$/, '.ts');

/** The source files on the stack of the caller, with those that wait for it, the outermost first. */
function takeStack() {
  const files = [];
  const noted = ({ params }) => {
    for (let part = params.stackTrace; part; part = part.parent) {
      for (const { url } of part.callFrames) if (isOwn(url)) files.unshift(sourceOf(url));
    }
  };
  inspector.once('Runtime.consoleAPICalled', noted);
  inspectorConsole.trace();
  return [...new Set(files)];
}

/** Has `entered` called whenever the method of the tool has begun. */
async function watchMethod(app, entered) {
  const { DocsLibrary } = await load('toolsets/docs/docs.library.js');
  const library = app.get(DocsLibrary, { strict: false });
  const { pages } = library;
  library.pages = (...parameters) => {
    entered();
    return pages.apply(library, parameters);
  };
}

/** @param call sends one call and resolves with the text of the answer */
async function measure(app, call) {
  let toMethod;
  let passed;
  await watchMethod(app, () => {
    toMethod = takeFiles();
    passed = takeStack();
  });
  for (let id = 1; id <= WARM_UP_CALLS; id += 1) await call(id);
  await delay(AFTER_ANSWER_MS);
  takeFiles();
  const answer = await call(WARM_UP_CALLS + 1);
  await delay(AFTER_ANSWER_MS);
  const back = takeFiles();
  if (!/architecture|README/.test(answer)) throw new Error(`The call was not served: ${answer}`);
  return { passed, toMethod: [...toMethod].sort(), back: [...back].filter((file) => !toMethod.has(file)).sort() };
}

const message = (id, params) => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params });
const legacyCall = (id) => message(id, CALL);
const modernCall = (id) => message(id, { ...CALL, _meta: ENVELOPE });
const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: LEGACY, capabilities: {}, clientInfo: CLIENT },
});
const initialized = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });

async function send(url, body, headers = {}) {
  const sent = request(url, { method: 'POST', headers: { ...HEADERS, ...headers } });
  sent.end(body);
  const [response] = await once(sent, 'response');
  return { headers: response.headers, text: (await response.toArray()).join('') };
}

async function settingsOf(env, runtime) {
  const { loadFunctionSettings, loadSettings } = await load('config/index.js');
  const all = { ...SETTINGS, ...env };
  return runtime ? loadFunctionSettings(all, IDENTITY, runtime) : loadSettings(all, IDENTITY);
}

async function application(settings) {
  const { createApplication } = await load('transports/network/network.application.js');
  const [{ http }, { sse }] = await Promise.all([
    load('transports/http/http.bootstrap.js'),
    load('transports/sse/sse.bootstrap.js'),
  ]);
  return createApplication(settings, settings.transport.includes('sse') ? [sse] : [http]);
}

/** The application of another team, with an interceptor of its own: every request and every call goes through Nest. */
async function embeddingApplication() {
  const [{ Module }, { APP_INTERCEPTOR, NestFactory }, { PolyportModule }, { ToolsetsModule }] = await Promise.all([
    import('@nestjs/common'),
    import('@nestjs/core'),
    load('polyport.module.js'),
    load('toolsets/toolsets.module.js'),
  ]);
  const env = { ...SETTINGS, TRANSPORT: 'http' };
  class ForeignInterceptor {
    intercept(_context, next) {
      return next.handle();
    }
  }
  class ForeignModule {}
  Module({
    imports: [PolyportModule.forRoot({ ...IDENTITY, env }), ToolsetsModule.register({ docsDir: SETTINGS.DOCS_DIR })],
    providers: [{ provide: APP_INTERCEPTOR, useClass: ForeignInterceptor }],
  })(ForeignModule);
  return NestFactory.create(ForeignModule, { bodyParser: false, logger: ['error'] });
}

/** @param use called with the URL of the server; resolves with what it measured */
async function listening(app, use) {
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address();
  try {
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    app.getHttpServer().closeAllConnections();
    await app.close();
  }
}

async function overHttp(app, headers, call) {
  return listening(app, (url) => measure(app, async (id) => (await send(`${url}/mcp`, call(id), headers)).text));
}

async function overSessions() {
  const app = await application(await settingsOf({ TRANSPORT: 'http', HTTP_SESSIONS: 'on' }));
  return listening(app, async (base) => {
    const opened = await send(`${base}/mcp`, initialize);
    const headers = { 'mcp-session-id': opened.headers['mcp-session-id'], 'mcp-protocol-version': LEGACY };
    await send(`${base}/mcp`, initialized, headers);
    return measure(app, async (id) => (await send(`${base}/mcp`, legacyCall(id), headers)).text);
  });
}

async function overSse() {
  const app = await application(await settingsOf({ TRANSPORT: 'sse' }));
  return listening(app, async (base) => {
    const stream = request(`${base}/sse`, { headers: HEADERS });
    stream.end();
    const [events] = await once(stream, 'response');
    const [first] = await once(events, 'data');
    const endpoint = `${base}${/data: (.*)/.exec(String(first))[1]}`;
    const exchange = async (body) => (await Promise.all([once(events, 'data'), send(endpoint, body)]))[0];
    await exchange(initialize);
    await send(endpoint, initialized);
    return measure(app, async (id) => String((await exchange(legacyCall(id)))[0]));
  });
}

async function overStdio() {
  const { boot } = await load('transports/stdio/stdio.boot.js');
  // Only network transports authenticate.
  const { app, server } = await boot(await settingsOf({ TRANSPORT: 'stdio', AUTH: '', API_KEYS: '' }));
  const [input, output, stop] = [new PassThrough(), new PassThrough(), new AbortController()];
  const served = server.serve(input, output, stop.signal);
  const exchange = async (line) => {
    input.write(`${line}\n`);
    return String((await once(output, 'data'))[0]);
  };
  await exchange(initialize);
  input.write(`${initialized}\n`);
  try {
    return await measure(app, (id) => exchange(legacyCall(id)));
  } finally {
    stop.abort();
    await served;
    await app.close();
  }
}

async function functionApplication(runtime, start) {
  const settings = await settingsOf({ TRANSPORT: 'http', PUBLIC_URL: 'https://mcp.example.com' }, runtime);
  const app = await application(settings);
  const { handlers, call } = await start(async () => app);
  try {
    // The application is started by the first request.
    await call(0);
    return await measure(app, call);
  } finally {
    await handlers.close();
  }
}

async function overFetch() {
  const { toFetch } = await load('transports/serverless/fetch/fetch.handlers.js');
  return functionApplication('fetch', (boot) => {
    const handlers = toFetch(boot);
    const headers = { ...HEADERS, ...MODERN_HEADERS, host: 'mcp.example.com' };
    const call = async (id) => {
      const body = modernCall(id);
      const sent = new Request('https://mcp.example.com/mcp', { method: 'POST', headers, body });
      return (await handlers.fetch(sent, { remoteAddress: '198.51.100.7' })).text();
    };
    return { handlers, call };
  });
}

async function overLambda() {
  const { toLambda } = await load('transports/serverless/lambda/lambda.handlers.js');
  return functionApplication('lambda', (boot) => {
    const handlers = toLambda(boot);
    const call = async (id) => {
      const event = {
        version: '2.0',
        routeKey: '$default',
        rawPath: '/mcp',
        rawQueryString: '',
        headers: { ...HEADERS, ...MODERN_HEADERS, host: 'mcp.example.com' },
        requestContext: {
          stage: '$default',
          domainName: 'mcp.example.com',
          http: { method: 'POST', path: '/mcp', protocol: 'HTTP/1.1', sourceIp: '198.51.100.7' },
        },
        body: modernCall(id),
        isBase64Encoded: false,
      };
      return (await handlers.handler(event, { getRemainingTimeInMillis: () => 30_000 })).body;
    };
    return { handlers, call };
  });
}

const legacyHeaders = { 'mcp-protocol-version': LEGACY };

const TRANSPORTS = {
  stdio: overStdio,
  'http-2025': async () =>
    overHttp(await application(await settingsOf({ TRANSPORT: 'http' })), legacyHeaders, legacyCall),
  'http-2026': async () =>
    overHttp(await application(await settingsOf({ TRANSPORT: 'http' })), MODERN_HEADERS, modernCall),
  'http-nest': async () => overHttp(await embeddingApplication(), MODERN_HEADERS, modernCall),
  'http-sessions': overSessions,
  sse: overSse,
  fetch: overFetch,
  lambda: overLambda,
};

function print(title, files) {
  process.stdout.write(`${[title, ...files.map((file) => `  ${file}`)].join('\n')}\n\n`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean' }, json: { type: 'boolean' } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(TRANSPORTS, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no transport ${unknown.join(', ')}: use ${Object.keys(TRANSPORTS).join(', ')}\n`);
  process.exit(2);
}

post('Profiler.enable');
post('Runtime.enable');
post('Debugger.enable');
post('Debugger.setAsyncCallStackDepth', { maxDepth: 64 });
post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
const paths = {};
for (const name of positionals.length > 0 ? positionals : Object.keys(TRANSPORTS)) {
  paths[name] = await TRANSPORTS[name]();
  if (values.json) continue;
  const { passed, toMethod, back } = paths[name];
  print(`${name}: handed on by ${passed.length} files`, passed);
  if (!values.all) continue;
  print(`${name}: all ${toMethod.length} files up to the method`, toMethod);
  print(`${name}: ${back.length} more on the way back`, back);
}
if (values.json) process.stdout.write(`${JSON.stringify(paths, null, 2)}\n`);
process.exit(0);
