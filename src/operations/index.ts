export { HealthModule } from './health/health.module.js';
export { Readiness } from './health/readiness.js';
export { createLogger } from './logging/logger.factory.js';
export { PinoLogger } from './logging/pino-logger.js';
export { reportOnce } from './logging/report-once.js';
