import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '../config/index.js';
import { DocsModule } from './docs/docs.module.js';

/** Where the `docs` toolset looks for its pages when nothing else is said, from the working directory. */
const DEFAULT_DOCS_DIRECTORY = 'docs';

/** The toolsets this application serves. A new one is listed here, and nowhere else. */
@Module({})
export class ToolsetsModule {
  static register(settings: Pick<Settings, 'docsDir' | 'docsWritable' | 'toolsets'>): DynamicModule {
    // A toolset that is not served does not start either: no folder is needed for it, and none is read.
    const serves = (toolset: string): boolean => settings.toolsets?.includes(toolset) ?? true;
    const { docsDir: directory = DEFAULT_DOCS_DIRECTORY, docsWritable: writable } = settings;
    return {
      module: ToolsetsModule,
      imports: [...(serves('docs') ? [DocsModule.register({ directory, writable })] : [])],
    };
  }
}
