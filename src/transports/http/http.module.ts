import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '../../config/index.js';
import { NetworkModule } from '../network/network.module.js';
import { HttpEndpoint } from './http.endpoint.js';
import { HttpSessions } from './http.sessions.js';
import { createMcpController } from './mcp.controller.js';
import { OpenListens } from './open-listens.js';
import { StatelessLane } from './lane/stateless.lane.js';
import { RefusedAnswers } from './refused.answers.js';
import { ReplayBudget } from './replay.budget.js';
import { RequestAdmission } from './request.admission.js';

/** The Streamable HTTP transport. */
@Module({})
export class HttpModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: HttpModule,
      imports: [NetworkModule],
      controllers: [createMcpController(settings)],
      providers: [
        HttpEndpoint,
        HttpSessions,
        OpenListens,
        RefusedAnswers,
        ReplayBudget,
        RequestAdmission,
        StatelessLane,
      ],
    };
  }
}
