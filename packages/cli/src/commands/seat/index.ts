import { seatAssign } from './assign.js';
import { seatExport } from './export.js';
import { seatFree } from './free.js';
import { seatImport } from './import.js';
import { seatList } from './list.js';

export const seat = [seatList, seatAssign, seatFree, seatImport, seatExport];
