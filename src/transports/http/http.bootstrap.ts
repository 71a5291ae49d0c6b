import type { NetworkTransport } from '../network/transport.interface.js';
import { HttpModule } from './http.module.js';

export const http: NetworkTransport = {
  name: 'http',
  path: ({ mcpPath }) => mcpPath,
  module: (settings) => HttpModule.register(settings),
};
