/**
 * An emulated Lambda: serves the Runtime API, keeps instances of the function as child processes, hands each of them one
 * event at a time, starts another instance when all are busy, and ends one that is out of time.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';

const RUNTIME = fileURLToPath(new URL('lambda.runtime.mjs', import.meta.url));
const PRELUDE_END = Buffer.alloc(8);

/** The function failed, and nothing that a client could read came of it. */
export class PlatformFailure extends Error {
  name = 'PlatformFailure';

  constructor(kind, detail = '') {
    super(`${kind} ${detail}`.trim());
    this.kind = kind;
  }
}

class Instance {
  stderr = '';
  invocations = 0;
  current = undefined;
  waiting = undefined;

  constructor({ file, name, env, freezes }) {
    this.freezes = freezes;
    this.server = http.createServer((request, response) => this.#serve(request, response).catch(() => undefined));
    this.ready = new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve)).then(() => {
      const api = `127.0.0.1:${this.server.address().port}`;
      const { PATH, HOME, TMPDIR } = process.env;
      this.process = spawn(process.execPath, [RUNTIME], {
        env: { PATH, HOME, TMPDIR, ...env, AWS_LAMBDA_RUNTIME_API: api, HANDLER_FILE: file, HANDLER_NAME: name },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      this.process.stderr.setEncoding('utf8').on('data', (text) => (this.stderr += text));
      this.exited = once(this.process, 'close').then(([code, signal]) => {
        this.isDead = true;
        this.current?.fail(new PlatformFailure('Runtime.ExitError', `exit status ${code ?? signal}`));
        this.server.close();
        this.server.closeAllConnections();
      });
    });
  }

  get isFree() {
    return !this.isDead && this.current === undefined;
  }

  /** Gives the answer once it is complete, or its head and the rest as a stream. */
  invoke(event, timeoutMs) {
    this.invocations += 1;
    this.process?.kill('SIGCONT');
    const id = randomUUID();
    const deadline = Date.now() + timeoutMs;
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.current = undefined;
      };
      const fail = (error) => {
        end();
        this.body?.destroy(error);
        reject(error);
      };
      const timer = setTimeout(() => {
        fail(new PlatformFailure('Sandbox.Timedout', `Task timed out after ${timeoutMs} ms`));
        this.process?.kill('SIGKILL');
      }, timeoutMs);
      this.current = { id, event, deadline, resolve, fail, end };
      this.body = undefined;
      this.#handOver();
    });
  }

  #handOver() {
    if (!this.waiting || !this.current || this.current.taken) return;
    this.current.taken = true;
    const { id, event, deadline } = this.current;
    this.waiting.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': id,
      'Lambda-Runtime-Deadline-Ms': String(deadline),
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-central-1:123456789012:function:polyport',
    });
    this.waiting.end(JSON.stringify(event));
    this.waiting = undefined;
  }

  async #serve(request, response) {
    const [, action] =
      /^\/2018-06-01\/runtime\/(?:invocation\/)?(?:[^/]+\/)?(next|response|error)$/.exec(request.url) ?? [];
    if (action === 'next') {
      this.waiting = response;
      this.#handOver();
      return;
    }
    const current = this.current;
    if (action === 'response' && request.headers['lambda-runtime-function-response-mode'] === 'streaming') {
      await this.#stream(request, current);
    } else {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString('utf8');
      if (action === 'response') this.#answered(text, current);
      else {
        const { errorType, errorMessage } = JSON.parse(text);
        current?.fail(new PlatformFailure(errorType, errorMessage));
      }
    }
    response.writeHead(202, { 'Content-Length': 0 }).end();
  }

  /** As soon as the answer is complete: Lambda does it a moment later, when it is asked for the next event. */
  #freeze() {
    if (this.freezes) this.process.kill('SIGSTOP');
  }

  #answered(text, current) {
    this.#freeze();
    if (Buffer.byteLength(text) > 6_291_556) {
      current?.fail(new PlatformFailure('Function.ResponseSizeTooLarge', String(Buffer.byteLength(text))));
      return;
    }
    current?.end();
    current?.resolve(JSON.parse(text));
  }

  /** JSON of the head, eight NULs, and the body as it comes. */
  async #stream(request, current) {
    const body = (this.body = new PassThrough());
    body.on('error', () => undefined);
    let head = Buffer.alloc(0);
    let isOpen = false;
    for await (const chunk of request) {
      if (isOpen) {
        body.write(chunk);
        continue;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(PRELUDE_END);
      if (end === -1) continue;
      isOpen = true;
      body.write(head.subarray(end + 8));
      current?.resolve({ ...JSON.parse(head.subarray(0, end).toString('utf8')), body });
    }
    this.#freeze();
    current?.end();
    body.end();
    if (!isOpen) current?.fail(new PlatformFailure('Runtime.NoPrelude', head.toString('utf8')));
  }

  /** The platform scales in. Lambda gives half a second. */
  async stop(signal = 'SIGTERM', graceMs = 500) {
    await this.ready;
    if (this.isDead) return;
    this.process.kill(signal);
    this.process.kill('SIGCONT');
    const impatience = setTimeout(() => this.process.kill('SIGKILL'), graceMs);
    await this.exited;
    clearTimeout(impatience);
  }
}

/** A deployed function. */
export class Platform {
  instances = [];

  /** @param {{ file: string, name?: 'handler' | 'streamHandler', env?: Record<string, string>, timeoutMs?: number, freezes?: boolean }} fn */
  constructor({ file, name = 'handler', env = {}, timeoutMs = 30_000, freezes = false }) {
    this.options = { file, name, env, freezes };
    this.isStreaming = name === 'streamHandler';
    this.timeoutMs = timeoutMs;
  }

  async invoke(event) {
    let instance = this.instances.find(({ isFree }) => isFree);
    if (!instance) this.instances.push((instance = new Instance(this.options)));
    return instance.invoke(event, this.timeoutMs);
  }

  async stop() {
    await Promise.all(this.instances.map((instance) => instance.stop('SIGKILL')));
  }
}
