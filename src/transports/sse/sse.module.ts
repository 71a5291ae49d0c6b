import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '../../config/index.js';
import { NetworkModule } from '../network/network.module.js';
import { createSseController } from './sse.controller.js';
import { SseSessions } from './sse.sessions.js';

/** The HTTP+SSE transport. */
@Module({})
export class SseModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: SseModule,
      imports: [NetworkModule],
      controllers: [createSseController(settings)],
      providers: [SseSessions],
    };
  }
}
