/**
 * Runs the function of AWS Lambda until it has answered, and writes what V8 has compiled by then.
 *
 *   node build/write-code-cache.mjs dist/lambda.bundle.js
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';

const file = process.argv[2];
const url = pathToFileURL(file).href;
const HOST = 'function.example.com';

Object.assign(process.env, {
  ...{ AUTH: 'none', ALLOW_ANONYMOUS: 'true', ALLOWED_HOSTS: HOST, AUDIT_LOG: 'off', LOG_LEVEL: 'error' },
});

/** What API Gateway (HTTP API, payload 2.0) makes of a POST to the function. */
function eventOf(message) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...message });
  const http = { method: 'POST', path: '/mcp', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'build' };
  const headers = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    host: HOST,
    'x-forwarded-proto': 'https',
  };
  const requestContext = { domainName: HOST, stage: '$default', requestId: 'build', timeEpoch: Date.now(), http };
  const target = { version: '2.0', routeKey: 'POST /mcp', rawPath: '/mcp', rawQueryString: '' };
  return { ...target, headers, requestContext, body, isBase64Encoded: false };
}

const script = new Script(readFileSync(file, 'utf8'), {
  filename: url,
  lineOffset: -1,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
const meta = { url, dirname: dirname(file), resolve: import.meta.resolve };
const { handler } = script.runInThisContext()(createRequire(url), meta);
const context = { awsRequestId: 'build', functionName: 'build', getRemainingTimeInMillis: () => 30_000 };
const initialize = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'build', version: '1' },
};
for (const message of [{ method: 'initialize', params: initialize }, { method: 'tools/list' }]) {
  const { statusCode, body } = await handler(eventOf(message), context);
  if (statusCode !== 200) throw new Error(`The function answers ${message.method} with ${statusCode}: ${body}`);
}
writeFileSync(file.replace(/\.js$/, '.cache'), script.createCachedData());
process.exit();
