import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { docsFolder, fixture, FIXTURES_MAIN, MAIN } from './dist.js';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ChildOptions {
  /** Settings by the name of their variable. */
  readonly env?: Readonly<Record<string, string>>;
  /** Modules of `fixtures/` to load in front of the application; `TOOLSETS` are bundled into it instead. */
  readonly preload?: readonly string[];
}

const INHERITED = ['PATH', 'HOME', 'TMPDIR'];
/** Toolsets in place of the application's own. */
const TOOLSETS: Readonly<Record<string, string>> = {
  'with-probe.mjs': 'probe',
  'with-faults.mjs': 'faulty',
  'with-renewal.mjs': 'renewing',
};
const running = new Set<Child>();
let docs: string | undefined;

/** The built application in a process of its own. */
export class Child {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly exited: Promise<Exit>;
  stdout = '';
  stderr = '';

  constructor({ env = {}, preload = [] }: ChildOptions) {
    const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
    const [FIXTURE] = preload.flatMap((name) => TOOLSETS[name] ?? []);
    const flags = preload.filter((name) => !(name in TOOLSETS)).flatMap((name) => ['--import', fixture(name)]);
    const main = FIXTURE === undefined ? MAIN : FIXTURES_MAIN;
    docs ??= docsFolder();
    this.process = spawn(process.execPath, [...flags, main], {
      env: { ...inherited, DOCS_DIR: docs, LOG_FORMAT: 'json', AUDIT_LOG: 'off', FIXTURE, ...env },
      stdio: 'pipe',
    });
    this.process.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.process.stdin.on('error', () => undefined);
    this.exited = new Promise((resolve) => this.process.once('close', (code, signal) => resolve({ code, signal })));
    running.add(this);
    void this.exited.then(() => running.delete(this));
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Sends a signal and tells how the process ended, and after how many milliseconds. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit & { ms: number }> {
    const start = performance.now();
    this.process.kill(signal);
    return { ...(await this.exited), ms: performance.now() - start };
  }

  /** Lines on stderr that are no log records. */
  get strayLines(): string[] {
    return lines(this.stderr).filter((line) => !line.startsWith('{"level":'));
  }
}

export const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** Ends what the tests of a file have left running. */
export async function endChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.stop('SIGKILL')));
}

/** Waits until `probe` gives something, and gives it. */
export async function until<Value>(
  probe: () => Value | undefined | false,
  what: string,
  limitMs = 8000,
): Promise<Value> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = probe();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`Waited ${limitMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
