import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onServerCore } from './cores.mjs';
import { processorSeconds } from './processor.time.mjs';

const BOOT_MS = 20_000;
const GRACE_MS = 3000;
const LOG_LENGTH = 4000;
const INHERITED = ['PATH', 'HOME', 'TMPDIR'];

const running = new Set();

const script = (name) => fileURLToPath(new URL(`../servers/${name}.mjs`, import.meta.url));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** A server under test, in a process of its own on the core of the servers. */
export class ServerProcess {
  #log = '';

  /**
   * @param command `script`, a name in `servers/` or a path; `node`, the path of another Node; its `flags`; `env`, beside which
   *   little is inherited
   * @param stdio what becomes of stdin and stdout, and whether there is a channel for messages
   */
  constructor({ script: file, node, flags = [], env = {} }, stdio = ['ignore', 'ignore', 'pipe']) {
    const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
    const [command, args] = onServerCore([...flags, file.includes('/') ? file : script(file)], node);
    this.child = spawn(command, args, { env: { ...inherited, ...env }, stdio });
    this.child.stderr.setEncoding('utf8').on('data', (text) => (this.#log = (this.#log + text).slice(-LOG_LENGTH)));
    running.add(this);
    this.closed = once(this.child, 'close').then(() => running.delete(this));
  }

  /** One that listens on a port of its own. */
  static async listening(command, stdio) {
    const port = await freePort();
    const server = new ServerProcess({ ...command, env: { ...command.env, PORT: String(port) } }, stdio);
    server.port = port;
    try {
      await server.#untilItListens();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** One that is spoken to over its stdin and stdout. */
  static onStdio(command) {
    return new ServerProcess(command, ['pipe', 'pipe', 'pipe']);
  }

  /** Seconds of processor time used so far, where the system tells. */
  get cpuSeconds() {
    return processorSeconds(this.child.pid);
  }

  get isAlive() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The end of what it wrote on stderr. */
  get log() {
    return this.#log;
  }

  async stop() {
    if (this.isAlive) this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), GRACE_MS);
    await this.closed;
    clearTimeout(impatience);
  }

  async #untilItListens() {
    const end = performance.now() + BOOT_MS;
    while (performance.now() < end) {
      if (!this.isAlive) throw new Error(`It has ended with exit code ${this.child.exitCode}:\n${this.#log}`);
      if (await accepts(this.port)) return;
      await sleep(25);
    }
    throw new Error(`It does not listen after ${BOOT_MS / 1000} s:\n${this.#log}`);
  }
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

/** Ends what is still running of what was started here. */
export const stopAll = () => Promise.all([...running].map((server) => server.stop()));
