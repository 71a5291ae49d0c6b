import type { DynamicModule } from '@nestjs/common';
import type { Settings } from '../../config/index.js';

/** A transport that can share its port with others. */
export interface NetworkTransport {
  readonly name: 'sse' | 'http';
  /** Where clients reach it. */
  path(settings: Settings): string;
  module(settings: Settings): DynamicModule;
}
