import type { INestApplication } from '@nestjs/common';
import { InvalidSettingsError } from '../../config/index.js';
import { Readiness } from '../../operations/index.js';
import { Injector } from './injector.js';

/** Starts the application: called for the first request, and again after a failure. */
export type Boot = () => Promise<INestApplication>;

interface Running {
  readonly app: INestApplication;
  readonly injector: Injector;
}

/** The application of a function: started by its first request, whose end others wait for, and kept. */
export class FunctionApplication {
  private running: Promise<Running> | undefined;

  constructor(private readonly boot: Boot) {}

  /** @returns `undefined` if the application cannot be started; the log says why, and the next request tries again */
  async injector(): Promise<Injector | undefined> {
    try {
      return (await (this.running ??= this.start())).injector;
    } catch {
      return undefined;
    }
  }

  /** Lets running calls finish, and ends the application. The next request starts another one. */
  async close(): Promise<void> {
    const running = await this.running?.catch(() => undefined);
    this.running = undefined;
    if (!running) return;
    readinessOf(running.app)?.drain();
    await running.app.close();
  }

  private async start(): Promise<Running> {
    try {
      const app = await this.boot();
      await app.init();
      return { app, injector: new Injector(app) };
    } catch (error) {
      this.running = undefined;
      process.stderr.write(`The function cannot start, the next request tries again. ${textOf(error)}\n`);
      throw error;
    }
  }
}

/** An application that imports the package may have no health routes. */
function readinessOf(app: INestApplication): Readiness | undefined {
  try {
    return app.get(Readiness, { strict: false });
  } catch {
    return undefined;
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { forOperator = error instanceof InvalidSettingsError } = error as { forOperator?: boolean };
  return forOperator ? error.message : (error.stack ?? error.message);
}
