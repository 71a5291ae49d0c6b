import { Controller, Get, Header } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';

import { ReadinessIndicator } from './readiness.indicator.js';

/** The two questions an orchestrator asks. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: ReadinessIndicator,
  ) {}

  /** Is the process alive? Never depends on other systems: a restart would not repair those. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): Pick<HealthCheckResult, 'status'> {
    return { status: 'ok' };
  }

  /** May the process be given work? 503 while it drains. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.readiness.check()]);
  }
}
