export { chooseSource, type SourceName, type SourceOptions, sourceNames } from './choose-source.js';
export type { Frame, Grab, MonitorChoice, ScreenSource, Unavailable } from './source.js';
