import { once } from 'node:events';
import type { Stats } from 'node:fs';
import { Injectable, Logger } from '@nestjs/common';
import type { FSWatcher } from 'chokidar';
import { DocsIndexer } from './docs.indexer.js';
import { hasPageExtension, isPagePath, isVisibleName, pagePathOf } from './pages/page-path.js';
import { PageFolder } from './pages/page.folder.js';

/** Debounce of file events: one save often causes several. */
const BATCH_MS = 150;

/** Keeps the index up to date while the server runs. */
@Injectable()
export class DocsWatcher {
  private readonly logger = new Logger(DocsWatcher.name);
  private readonly pending = new Set<string>();
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failed = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly folder: PageFolder,
    private readonly indexer: DocsIndexer,
  ) {}

  /** Resolves once the watcher is ready, or has failed. */
  async start(): Promise<void> {
    // Loaded lazily: the boot does not wait for it.
    const { watch } = await import('chokidar');
    if (this.stopping.signal.aborted) return;
    const watcher = watch(this.folder.root, {
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (file, stats) => this.ignores(file, stats),
    });
    this.watcher = watcher;
    for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, (file) => this.note(file));
    watcher.on('error', (error) => this.fail(error));
    // Rejects on an 'error' before 'ready', which the listener above has then reported, and on stop().
    await once(watcher, 'ready', { signal: this.stopping.signal }).catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    this.pending.clear();
    const watcher = this.watcher;
    this.watcher = undefined;
    await watcher?.close();
  }

  private ignores(file: string, stats?: Stats): boolean {
    const path = pagePathOf(this.folder.root, file);
    if (path === '') return false;
    if (!path.split('/').every(isVisibleName)) return true;
    return stats !== undefined && !stats.isDirectory() && !hasPageExtension(path);
  }

  private note(file: string): void {
    const path = pagePathOf(this.folder.root, file);
    if (this.watcher === undefined || !isPagePath(path)) return;
    this.pending.add(path);
    if (this.pending.size === 1) this.timer = setTimeout(() => void this.flush(), BATCH_MS);
  }

  private async flush(): Promise<void> {
    const paths = [...this.pending];
    this.pending.clear();
    try {
      await this.indexer.update(paths);
    } catch (error) {
      this.logger.error('Changed pages could not be taken in', (error as Error).stack);
    }
  }

  /** Logs the first error only: running out of watches causes one per file. */
  private fail(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    this.logger.warn(`Not every change will be noticed (${(error as Error).message}): use the tool docs_reindex.`);
  }
}
