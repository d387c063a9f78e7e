import { labCreate } from './create.js';
import { labDelete } from './delete.js';
import { labGet } from './get.js';
import { labList } from './list.js';
import { labUpdate } from './update.js';

export const lab = [labList, labGet, labCreate, labUpdate, labDelete];
