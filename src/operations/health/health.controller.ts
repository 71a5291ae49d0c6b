import { Injectable, Controller, Get, Header } from '@nestjs/common';
import {
  HealthIndicatorService,
  type HealthIndicatorResult,
  HealthCheckService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { Readiness } from './readiness.js';

/** Shows `Readiness` as the health indicator `server`. */
@Injectable()
export class ReadinessIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly readiness: Readiness,
  ) {}

  check(): HealthIndicatorResult<'server'> {
    const server = this.indicators.check('server');
    return this.readiness.isReady ? server.up() : server.down('draining');
  }
}

/** Liveness and readiness probes. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: ReadinessIndicator,
  ) {}

  /** Answers 200 while the process runs. Never depends on other systems: a restart would not repair those. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): Pick<HealthCheckResult, 'status'> {
    return { status: 'ok' };
  }

  /** Answers 200 while the process accepts work, 503 during a drain. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.readiness.check()]);
  }
}
