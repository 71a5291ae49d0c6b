import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { ChangeNotifier } from '../../mcp/contract/index.js';
import { parsePage } from './markdown/page.parser.js';
import { pageUri } from './pages/page-path.js';
import { PageReader, type PageRead } from './pages/page.reader.js';
import { PageScanner } from './pages/page.folder.js';
import { PageStore, type PageChange } from './search/page.store.js';

/** Called with the number of pages read so far. */
export type ProgressListener = (done: number, total: number) => Promise<void>;

/** The counts of an indexing run. */
export interface IndexCounts {
  /** Pages and sections in the index now. */
  readonly pages: number;
  readonly sections: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Files that look like pages but may not be read, each logged with its reason. */
  readonly skipped: number;
}

type Outcome = PageChange | 'skipped';
type Outcomes = ReadonlyMap<string, Outcome>;

const CONCURRENT_READS = 16;

/** Updates the store from the files, one run at a time, and announces changes. */
@Injectable()
export class DocsIndexer {
  private readonly logger = new Logger(DocsIndexer.name);
  private readonly listeners = new Set<ProgressListener>();
  private queue: Promise<unknown> = Promise.resolve();
  private fullRun: Promise<IndexCounts> | undefined;
  private stopped = false;

  constructor(
    private readonly scanner: PageScanner,
    private readonly reader: PageReader,
    private readonly store: PageStore,
    private readonly notifier: ChangeNotifier,
  ) {}

  /** Reads all pages for the first time. Announces nothing: clients have seen no page yet. */
  load(): Promise<IndexCounts> {
    return this.share(() => this.readAll());
  }

  /** Reads all pages again. Concurrent callers share one run and its result. */
  async reindex(listener: ProgressListener): Promise<IndexCounts> {
    this.listeners.add(listener);
    try {
      return await this.share(async () => this.announce(await this.readAll()));
    } finally {
      this.listeners.delete(listener);
    }
  }

  /** Reads the pages with these paths, and removes missing ones. */
  async update(paths: readonly string[]): Promise<void> {
    await this.enqueue(async () => this.announce(await this.readPages(paths)));
  }

  /** Stops the current run; reads nothing afterwards. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.queue;
  }

  private enqueue<T>(run: () => Promise<T>): Promise<T> {
    const result = this.queue.then(run);
    this.queue = result.catch(() => undefined);
    return result;
  }

  private share(run: () => Promise<Outcomes>): Promise<IndexCounts> {
    this.fullRun ??= this.enqueue(async () => this.count(await run())).finally(() => (this.fullRun = undefined));
    return this.fullRun;
  }

  private async readAll(): Promise<Outcomes> {
    const paths = new Set(this.store.list().map(({ path }) => path));
    for await (const path of this.scanner.paths()) paths.add(path);
    return this.readPages([...paths], (done) => {
      // Not awaited: one slow listener must not delay a run that others share.
      void Promise.allSettled([...this.listeners].map((listener) => listener(done, paths.size)));
    });
  }

  private async readPages(paths: readonly string[], report?: (done: number) => void): Promise<Outcomes> {
    const outcomes = new Map<string, Outcome>();
    for (let done = 0; done < paths.length && !this.stopped; done += CONCURRENT_READS) {
      const batch = paths.slice(done, done + CONCURRENT_READS);
      const reads = await Promise.all(batch.map(async (path) => ({ path, read: await this.reader.read(path) })));
      for (const { path, read } of reads) {
        outcomes.set(path, this.apply(path, read));
        // Yields to the event loop after each page, so that calls are answered in between.
        await setImmediate();
      }
      report?.(Math.min(done + CONCURRENT_READS, paths.length));
    }
    return outcomes;
  }

  private apply(path: string, read: PageRead): Outcome {
    if (read.kind === 'text') return this.store.put(parsePage(path, read.text));
    const change = this.store.remove(path);
    if (read.kind === 'missing') return change;
    this.logger.warn(`Skipped ${path}: it ${read.reason}.`);
    return change === 'removed' ? change : 'skipped';
  }

  private announce(outcomes: Outcomes): Outcomes {
    const kinds = new Set(outcomes.values());
    if (kinds.has('added') || kinds.has('removed')) this.notifier.resourcesChanged();
    for (const [path, outcome] of outcomes) {
      if (outcome === 'changed') this.notifier.resourceUpdated(pageUri(path));
    }
    return outcomes;
  }

  private count(outcomes: Outcomes): IndexCounts {
    const counts = { added: 0, changed: 0, removed: 0, skipped: 0, same: 0 };
    for (const outcome of outcomes.values()) counts[outcome] += 1;
    const { same: _, ...changes } = counts;
    const pages = this.store.list();
    return { pages: pages.length, sections: pages.reduce((sum, page) => sum + page.sections.length, 0), ...changes };
  }
}
