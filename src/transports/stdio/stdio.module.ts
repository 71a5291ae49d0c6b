import { Module, type DynamicModule } from '@nestjs/common';
import { AppModule } from '../../app.module.js';
import type { Settings } from '../../config/index.js';
import { StdioServer } from './stdio.server.js';

/** The application on stdio. */
@Module({})
export class StdioModule {
  static register(settings: Settings): DynamicModule {
    return { module: StdioModule, imports: [AppModule.register(settings)], providers: [StdioServer] };
  }
}
