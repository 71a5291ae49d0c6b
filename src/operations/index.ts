export { HealthModule } from './health/health.module.js';
export { Readiness } from './health/readiness.js';
export { createLogger } from './logging/logger.factory.js';
export { reportOnce } from './logging/report-once.js';
