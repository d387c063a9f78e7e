import { deviceCreate } from './create.js';
import { deviceDelete } from './delete.js';
import { deviceGet } from './get.js';
import { deviceList } from './list.js';
import { devicePair } from './pair.js';
import { deviceRevoke } from './revoke.js';
import { deviceUpdate } from './update.js';

export const device = [deviceList, deviceGet, deviceCreate, devicePair, deviceUpdate, deviceRevoke, deviceDelete];
