import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController, ReadinessIndicator } from './health.controller.js';
import { Readiness } from './readiness.js';

/** `GET /health/live` and `GET /health/ready`. */
@Module({
  // Terminus would log an error for every probe during a drain.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Readiness, ReadinessIndicator],
  exports: [Readiness],
})
export class HealthModule {}
