import { sessionEnd } from './end.js';
import { sessionEndAll } from './end-all.js';
import { sessionList } from './list.js';

export const session = [sessionList, sessionEnd, sessionEndAll];
