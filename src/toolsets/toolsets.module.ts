import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '../config/index.js';
import { DocsModule } from './docs/docs.module.js';

/** Default folder of the `docs` toolset, relative to the working directory. */
const DEFAULT_DOCS_DIRECTORY = 'docs';

/** The toolsets this application serves. A new one is listed here, and nowhere else. */
@Module({})
export class ToolsetsModule {
  static register(settings: Pick<Settings, 'docsDir' | 'docsWritable' | 'toolsets'>): DynamicModule {
    const { docsDir: directory = DEFAULT_DOCS_DIRECTORY, docsWritable: writable, toolsets } = settings;
    const served = toolsets?.includes('docs') ?? true;
    return { module: ToolsetsModule, imports: [DocsModule.register({ directory, writable, served })] };
  }
}
