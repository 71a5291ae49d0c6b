import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';

import { HealthController } from './health.controller.js';
import { ReadinessIndicator } from './readiness.indicator.js';
import { Readiness } from './readiness.js';

/** `GET /health/live` and `GET /health/ready`. */
@Module({
  // Without its logger: it would write an error at every probe of a drain.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Readiness, ReadinessIndicator],
  exports: [Readiness],
})
export class HealthModule {}
