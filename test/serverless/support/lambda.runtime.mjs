/**
 * The part of Lambda's managed runtime for Node that a handler sees: loads the handler once, and then asks the Runtime API
 * for one event after the other. Started by the emulated platform with the variables that Lambda sets.
 */
import http from 'node:http';
import { pathToFileURL } from 'node:url';
import { Writable } from 'node:stream';

const { AWS_LAMBDA_RUNTIME_API = '', HANDLER_FILE = '', HANDLER_NAME = '' } = process.env;
const [hostname, port] = AWS_LAMBDA_RUNTIME_API.split(':');
const BASE = '/2018-06-01/runtime';
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const PRELUDE_TYPE = 'application/vnd.awslambda.http-integration-response';

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function open(method, path, headers = {}) {
  return http.request({ hostname, port, method, path: `${BASE}${path}`, headers, agent });
}

async function send(method, path, body, headers) {
  const request = open(method, path, headers);
  request.end(body);
  const response = await new Promise((resolve, reject) => request.on('response', resolve).on('error', reject));
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  return { headers: response.headers, text: Buffer.concat(chunks).toString('utf8') };
}

const errorOf = (error) => ({ errorType: error?.name ?? 'Error', errorMessage: String(error?.message ?? error) });

/** The stream that a streaming handler writes to: the request to the Runtime API opens with the first piece. */
class ResponseStream extends Writable {
  contentType = 'application/octet-stream';
  beforeFirstWrite = undefined;
  #request;
  #path;

  constructor(path) {
    super({ highWaterMark: 16_384 });
    this.#path = path;
  }

  setContentType(type) {
    this.contentType = type;
  }

  get request() {
    return this.#request;
  }

  write(chunk, ...rest) {
    if (!this.#request) {
      this.#open();
      this.beforeFirstWrite?.((data) => super.write(data));
    }
    return super.write(chunk, ...rest);
  }

  _write(chunk, _encoding, callback) {
    if (chunk.length === 0) return callback();
    this.#request.write(chunk, callback);
  }

  _final(callback) {
    if (!this.#request) this.#open();
    this.#request.end(callback);
  }

  #open() {
    this.#request = open('POST', this.#path, {
      'Lambda-Runtime-Function-Response-Mode': 'streaming',
      'Transfer-Encoding': 'chunked',
      Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
      'Content-Type': this.contentType,
    });
    this.answered = new Promise((resolve, reject) => {
      this.#request.on('error', reject).on('response', (response) => response.resume().on('end', resolve));
    });
  }
}

globalThis.awslambda = {
  streamifyResponse(handler) {
    handler[STREAMING] = 'response';
    return handler;
  },
  HttpResponseStream: {
    from(stream, prelude) {
      stream.setContentType(PRELUDE_TYPE);
      stream.beforeFirstWrite = (write) => {
        write(JSON.stringify(prelude));
        write(Buffer.alloc(8));
      };
      return stream;
    },
  },
};

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

async function serveOne(handler) {
  const { headers, text } = await send('GET', '/invocation/next');
  const path = `/invocation/${headers['lambda-runtime-aws-request-id']}`;
  try {
    const event = JSON.parse(text);
    if (handler[STREAMING] !== undefined) {
      const stream = new ResponseStream(`${path}/response`);
      await handler(event, stream, contextOf(headers));
      if (!stream.writableFinished) await new Promise((resolve) => stream.end(resolve));
      await stream.answered;
    } else {
      await send('POST', `${path}/response`, JSON.stringify(await handler(event, contextOf(headers))));
    }
  } catch (error) {
    await send('POST', `${path}/error`, JSON.stringify(errorOf(error)));
  }
}

let handler;
try {
  handler = (await import(pathToFileURL(HANDLER_FILE).href))[HANDLER_NAME];
  if (typeof handler !== 'function') throw new TypeError(`${HANDLER_NAME} is not a function`);
} catch (error) {
  await send('POST', '/init/error', JSON.stringify(errorOf(error)));
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exit(1);
}
for (;;) await serveOne(handler);
