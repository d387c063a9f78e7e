import { rosterLeave } from './leave.js';
import { rosterList } from './list.js';
import { rosterRemove } from './remove.js';

export const roster = [rosterList, rosterLeave, rosterRemove];
