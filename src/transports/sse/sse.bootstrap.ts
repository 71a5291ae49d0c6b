import type { NetworkTransport } from '../network/transport.interface.js';
import { SseModule } from './sse.module.js';

export const sse: NetworkTransport = {
  name: 'sse',
  path: ({ ssePath }) => ssePath,
  module: (settings) => SseModule.register(settings),
};
