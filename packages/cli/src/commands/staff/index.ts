import { staffAdd } from './add.js';
import { staffLeave } from './leave.js';
import { staffList } from './list.js';
import { staffRemove } from './remove.js';

export const staff = [staffList, staffAdd, staffRemove, staffLeave];
