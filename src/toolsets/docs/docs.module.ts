import { Module } from '@nestjs/common';
import { DocsIndexer } from './docs.indexer.js';
import { DocsLibrary } from './docs.library.js';
import { ConfigurableModuleClass } from './docs.module-definition.js';
import { DocsOrchestrator } from './docs.orchestrator.js';
import { DocsToolset } from './docs.toolset.js';
import { DocsWatcher } from './docs.watcher.js';
import { PageFolder } from './pages/page.folder.js';
import { PageReader } from './pages/page.reader.js';
import { PageScanner } from './pages/page.scanner.js';
import { PageStore } from './search/page.store.js';

/**
 * A folder of Markdown pages as a searchable knowledge base.
 *
 * @example
 * imports: [DocsModule.register({ directory: '/srv/docs', writable: true })]
 */
@Module({
  providers: [
    DocsToolset,
    DocsLibrary,
    DocsIndexer,
    DocsWatcher,
    DocsOrchestrator,
    PageFolder,
    PageScanner,
    PageReader,
    PageStore,
  ],
})
export class DocsModule extends ConfigurableModuleClass {}
