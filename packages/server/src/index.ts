export { type Config, ConfigError, readConfig } from './config.js';
export type { Clock } from './platform/clock.js';
export { type Effects, type RunningServer, startServer } from './server.js';
