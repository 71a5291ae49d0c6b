import type { AddressInfo } from 'node:net';
import { Module, type ModuleMetadata, type Provider } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ToolsetsModule } from '../../../src/toolsets/toolsets.module.js';
import { http } from '../../../src/transports/http/http.bootstrap.js';
import { FrontDoor } from '../../../src/transports/network/front.door.js';
import { createApplication } from '../../../src/transports/network/network.application.js';
import { sse } from '../../../src/transports/sse/sse.bootstrap.js';
import { load } from '../../support/units/settings.js';

/** The stand-alone server, listening on a port of the loopback. */
export interface Started {
  readonly app: NestExpressApplication;
  readonly port: number;
  close(): Promise<void>;
}

export type Toolsets = Pick<ModuleMetadata, 'imports' | 'providers' | 'controllers'> & {
  /** A module class of its own, for middleware; `undefined` for one without behaviour. */
  readonly module?: new () => object;
};

@Module({})
class FixedToolsetsModule {}

const open = new Set<() => Promise<void>>();

// What a test started ends with it.
afterEach(async () => {
  for (const close of [...open]) await close();
});

/** Starts the server of `dist/main` with these toolsets in place of its own, with or without its front door. */
export async function start(
  toolsets: Toolsets,
  env: Readonly<Record<string, string>> = {},
  { door = true } = {},
): Promise<Started> {
  const settings = load({ TRANSPORT: 'sse,http', PORT: '0', LOG_LEVEL: 'silent', AUDIT_LOG: 'off', ...env });
  const { module = FixedToolsetsModule, ...metadata } = toolsets;
  const replaced = jest.spyOn(ToolsetsModule, 'register').mockReturnValueOnce({ module, ...metadata });
  const closed = door ? undefined : jest.spyOn(FrontDoor.prototype, 'onApplicationBootstrap').mockReturnValueOnce();
  const app = await createApplication(settings, [sse, http]);
  replaced.mockRestore();
  closed?.mockRestore();
  const server = await app.listen(0, '127.0.0.1');
  const close = async (): Promise<void> => {
    open.delete(close);
    server.closeAllConnections();
    await app.close();
  };
  open.add(close);
  return { app, port: (server.address() as AddressInfo).port, close };
}

export function only(...providers: Provider[]): Toolsets {
  return { providers };
}
