import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '../../config/index.js';
import { NetworkModule } from '../network/network.module.js';
import { HttpEndpoint } from './http.endpoint.js';
import { HttpSessions } from './http.sessions.js';
import { createMcpController } from './mcp.controller.js';
import { ReplayBudget } from './replay.budget.js';
import { StatelessServer } from './stateless.server.js';

/** The Streamable HTTP transport. */
@Module({})
export class HttpModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: HttpModule,
      imports: [NetworkModule],
      controllers: [createMcpController(settings)],
      providers: [HttpEndpoint, HttpSessions, ReplayBudget, StatelessServer],
    };
  }
}
