export { chooseSource, type SourceName } from './choose-source.js';
export type { MonitorChoice } from './source.js';
