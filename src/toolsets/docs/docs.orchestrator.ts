import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DocsDirectoryError, PageFolder, PageScanner } from './pages/page.folder.js';
import { DocsIndexer } from './docs.indexer.js';
import { DocsLibrary } from './docs.library.js';
import { DOCS_OPTIONS, type DocsOptions } from './docs.options.js';
import { DocsWatcher } from './docs.watcher.js';

/** Life cycle of the knowledge base: the boot checks the folder, and does not wait for the pages. */
@Injectable()
export class DocsOrchestrator implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(DocsOrchestrator.name);

  constructor(
    private readonly folder: PageFolder,
    private readonly scanner: PageScanner,
    private readonly watcher: DocsWatcher,
    private readonly indexer: DocsIndexer,
    private readonly library: DocsLibrary,
    @Inject(DOCS_OPTIONS) private readonly options: DocsOptions,
  ) {}

  /** @throws DocsDirectoryError when the folder is missing or has no page */
  async onModuleInit(): Promise<void> {
    if (this.options.served === false) return;
    await this.folder.open();
    const first = await this.scanner.paths().next();
    if (first.done) throw new DocsDirectoryError(this.folder.directory, 'contains no Markdown page');
    this.library.openWhen(this.load());
  }

  async onModuleDestroy(): Promise<void> {
    await this.watcher.stop();
    await this.indexer.stop();
  }

  /** Watches before reading, so that a change during the first run is not missed. */
  private async load(): Promise<void> {
    const start = performance.now();
    await this.watcher.start();
    const { added, skipped } = await this.indexer.load();
    const milliseconds = Math.round(performance.now() - start);
    this.logger.log(`${added} pages of ${this.folder.directory} indexed in ${milliseconds} ms, ${skipped} skipped`);
  }
}
