import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { readApiKeys, Settings } from '../../config/index.js';
import { ApiKeyStore } from './api-key.store.js';

/** Asked for by path: mounted secrets are exchanged as a whole, behind a symbolic link, and announce nothing. */
const INTERVAL_MS = 1000;

/** Larger than any list of keys. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Takes the key file over when it changes. A version that cannot be used is refused, and the old one stays. */
@Injectable()
export class ApiKeyWatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('ApiKeys');
  private readonly file: string | undefined;
  private accepted: string;

  constructor(
    { auth, apiKeys, apiKeysFile, transport }: Settings,
    private readonly store: ApiKeyStore,
  ) {
    this.file = auth.includes('api-key') && !transport.includes('stdio') ? apiKeysFile : undefined;
    this.accepted = JSON.stringify(apiKeys);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.file === undefined) return;
    watchFile(this.file, { interval: INTERVAL_MS, persistent: false }, this.onStat);
    // It may have changed since the settings were read, which the watch cannot know.
    await this.reload(this.file);
  }

  onModuleDestroy(): void {
    if (this.file !== undefined) unwatchFile(this.file, this.onStat);
  }

  private readonly onStat = (now: Stats, before: Stats): void => {
    const isSame = now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino;
    if (!isSame && this.file !== undefined) void this.reload(this.file);
  };

  private async reload(file: string): Promise<void> {
    try {
      if ((await stat(file)).size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      const keys = readApiKeys(await readFile(file, 'utf8'));
      const accepted = JSON.stringify(keys);
      if (accepted === this.accepted) return;
      this.accepted = accepted;
      this.store.replace(keys);
      this.logger.log(`API_KEYS_FILE has changed: ${keys.length} keys are accepted now`);
    } catch (error) {
      this.logger.error(
        `API_KEYS_FILE has changed and is refused, so that the keys before stay: ${(error as Error).message}`,
      );
    }
  }
}
