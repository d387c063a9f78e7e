import { lectureClose } from './close.js';
import { lectureCreate } from './create.js';
import { lectureDelete } from './delete.js';
import { lectureGet } from './get.js';
import { lectureList } from './list.js';
import { lectureMine } from './mine.js';
import { lectureReopen } from './reopen.js';
import { lectureUpdate } from './update.js';

export const lecture = [
  lectureList,
  lectureMine,
  lectureGet,
  lectureCreate,
  lectureUpdate,
  lectureClose,
  lectureReopen,
  lectureDelete,
];
