import { unwatchFile, watchFile, type Stats } from 'node:fs';
import type { Server } from 'node:https';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Settings } from '../../config/index.js';
import { readTlsFiles } from './tls.files.js';

/** Asked for by path: mounted secrets are exchanged as a whole, behind a symbolic link, and announce nothing. */
const INTERVAL_MS = 1000;

/** Certificate and key are two files: what changes them is given the time to change both. */
const SETTLE_MS = 250;

/** Serves a new certificate when its files change. One that cannot be used is refused, and the old one stays. */
@Injectable()
export class TlsWatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Tls');
  private readonly files: readonly string[];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly host: HttpAdapterHost,
  ) {
    this.files = [settings.tlsCertFile, settings.tlsKeyFile].filter((file) => file !== undefined);
  }

  onApplicationBootstrap(): void {
    if (this.files.length === 0) return;
    for (const file of this.files) watchFile(file, { interval: INTERVAL_MS, persistent: false }, this.onStat);
    // They may have changed since the server was made, which the watch cannot know.
    this.serveFiles('The certificate is refused, so that the old one stays');
  }

  onModuleDestroy(): void {
    for (const file of this.files) unwatchFile(file, this.onStat);
    clearTimeout(this.timer);
  }

  private readonly onStat = (now: Stats, before: Stats): void => {
    if (now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.reload(), SETTLE_MS);
    this.timer.unref();
  };

  private reload(): void {
    const isServed = this.serveFiles('The certificate has changed and is refused, so that the old one stays');
    if (isServed) this.logger.log('The certificate has changed: new connections get the new one');
  }

  private serveFiles(refusal: string): boolean {
    try {
      const files = readTlsFiles(this.settings);
      const server = this.host.httpAdapter.getHttpServer() as Server;
      // Open connections go on with the certificate that they began with.
      if (files) server.setSecureContext({ ...files });
      return true;
    } catch (error) {
      this.logger.error(`${refusal}: ${(error as Error).message}`);
      return false;
    }
  }
}
