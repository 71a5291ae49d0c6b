export { HealthModule } from './health/health.module.js';
export { Readiness } from './health/readiness.js';
export { createLogger, reportOnce } from './logging/pino-logger.js';
