import { ConfigurableModuleBuilder } from '@nestjs/common';
import { DocsNotesToolset } from './docs-notes.toolset.js';
import { DOCS_OPTIONS, type DocsOptions } from './docs.options.js';
import { NoteWriter } from './notes/note.writer.js';

/** Whether notes may be written is decided with the module's definition: a tool that cannot work is not offered. */
export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<DocsOptions>({
  optionsInjectionToken: DOCS_OPTIONS,
})
  .setExtras({ writable: false }, (definition, { writable }) => ({
    ...definition,
    providers: [...(definition.providers ?? []), ...(writable ? [DocsNotesToolset, NoteWriter] : [])],
  }))
  .build();
