import { ConfigurableModuleBuilder, Module } from '@nestjs/common';
import { DocsNotesToolset } from './docs-notes.toolset.js';
import { DOCS_OPTIONS, type DocsOptions } from './docs.options.js';
import { NoteWriter } from './pages/note.writer.js';
import { DocsIndexer } from './docs.indexer.js';
import { DocsLibrary } from './docs.library.js';
import { DocsOrchestrator } from './docs.orchestrator.js';
import { DocsToolset } from './docs.toolset.js';
import { DocsWatcher } from './docs.watcher.js';
import { PageFolder, PageScanner } from './pages/page.folder.js';
import { PageReader } from './pages/page.reader.js';
import { PageStore } from './search/page.store.js';

/** Provides the notes toolset only where the module is `writable`: a tool that cannot work is not offered. */
const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<DocsOptions>({
  optionsInjectionToken: DOCS_OPTIONS,
})
  .setExtras({ writable: false }, (definition, { writable }) => ({
    ...definition,
    providers: [...(definition.providers ?? []), ...(writable ? [DocsNotesToolset, NoteWriter] : [])],
  }))
  .build();

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
