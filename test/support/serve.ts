import { Module, type DynamicModule, type INestApplication, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PolyportModule } from '../../src/index.js';
import type { Answers, McpClient } from './clients/client.interface.js';
import type { Combination } from './combinations.js';
import { connect, type Connected } from './connect.js';
import { serveAsFunction } from './function.js';
import { RecordingLogger } from './recording.logger.js';

/** A running application with a first client. */
export interface Served {
  readonly client: McpClient;
  readonly app: INestApplication;
  /** Where network transports listen; empty on stdio. */
  readonly url: string;
  /** What the operator finds in the log. */
  readonly errors: readonly string[];
  /** Connects one more client, like the first. */
  another(combination?: Combination): Promise<McpClient>;
}

const open: (() => Promise<void>)[] = [];

// What a test started ends with it.
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Begins the sentence `await serve(OrdersToolset).providing(OrdersService).over(stdioLegacy)`. */
export function serve(...toolsets: Type[]): Serving {
  return new Serving(toolsets);
}

class Serving {
  private readonly providers: Provider[] = [];
  private readonly imports: NonNullable<DynamicModule['imports']> = [];
  private readonly controllers: Type[] = [];
  private readonly env: Record<string, string> = {};
  private prefix = '';
  private bodyParser = false;
  private readonly preparations: ((app: INestApplication) => void)[] = [];
  private readonly client: { answers: Answers; headers: Record<string, string> } = { answers: {}, headers: {} };

  constructor(private readonly toolsets: readonly Type[]) {}

  /** Further providers of the application's own module. */
  providing(...providers: Provider[]): this {
    this.providers.push(...providers);
    return this;
  }

  importing(...modules: NonNullable<DynamicModule['imports']>): this {
    this.imports.push(...modules);
    return this;
  }

  withControllers(...controllers: Type[]): this {
    this.controllers.push(...controllers);
    return this;
  }

  /** The global prefix of the application's routes. */
  under(prefix: string): this {
    this.prefix = `/${prefix}`;
    return this.prepared((app) => app.setGlobalPrefix(prefix));
  }

  /** Nest's own body parser is on, as it is by default. */
  parsingBodies(): this {
    this.bodyParser = true;
    return this;
  }

  /** Settings by the name of their variable. */
  settings(env: Readonly<Record<string, string>>): this {
    Object.assign(this.env, env);
    return this;
  }

  /** What the application's `main.ts` would do before it listens: `app.useGlobalPipes(…)`. */
  prepared(prepare: (app: INestApplication) => void): this {
    this.preparations.push(prepare);
    return this;
  }

  /** The client declares what it answers. */
  answering(answers: Answers): this {
    Object.assign(this.client.answers, answers);
    return this;
  }

  /** The client sends these headers, where there are any. */
  sending(headers: Readonly<Record<string, string>>): this {
    Object.assign(this.client.headers, headers);
    return this;
  }

  /** Starts the application and connects the client. */
  async over(combination: Combination): Promise<Served> {
    const logger = new RecordingLogger();
    const { bodyParser } = this;
    const app = await NestFactory.create(this.root(combination), { logger, abortOnError: false, bodyParser });
    this.preparations.forEach((prepare) => prepare(app));
    open.push(() => closed(app));
    const url = await reachable(app, combination);
    const another = async (way = combination): Promise<McpClient> => {
      const connected: Connected = await connect(app, way, `${url}${this.prefix}`, this.client);
      open.push(connected.end);
      return connected.client;
    };
    return { client: await another(), app, url, errors: logger.errors, another };
  }

  private root({ transport, env, runtime }: Combination): DynamicModule {
    // The tests' own output is no place for an audit.
    const settings = { TRANSPORT: transport, AUDIT_LOG: 'off', ...env, ...this.env };
    const polyport = PolyportModule.forRoot({ name: 'suite', version: '9.8.7', env: settings, runtime });
    return {
      module: RootModule,
      imports: [polyport, ...this.imports],
      controllers: this.controllers,
      providers: [...this.toolsets, ...this.providers],
    };
  }
}

@Module({})
class RootModule {}

function reachable(app: INestApplication, { transport, runtime }: Combination): Promise<string> {
  if (runtime !== undefined) return invoked(app);
  return transport === 'stdio' ? initialised(app) : listening(app);
}

async function invoked(app: INestApplication): Promise<string> {
  await app.init();
  const front = await serveAsFunction(app);
  open.push(front.close);
  return front.origin;
}

async function initialised(app: INestApplication): Promise<string> {
  await app.init();
  return '';
}

async function listening(app: INestApplication): Promise<string> {
  const server = (await app.listen(0, '127.0.0.1')) as Server;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Every client has gone by now; their agents may hold sockets on which nothing was ever asked, which Node waits for. */
async function closed(app: INestApplication): Promise<void> {
  (app.getHttpServer() as Server).closeAllConnections();
  await app.close();
}
