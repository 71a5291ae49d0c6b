import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';

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
