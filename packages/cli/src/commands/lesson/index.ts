import { lessonAttendance } from './attendance.js';
import { lessonEnd } from './end.js';
import { lessonGet } from './get.js';
import { lessonList } from './list.js';
import { lessonStart } from './start.js';

export const lesson = [lessonStart, lessonEnd, lessonList, lessonGet, lessonAttendance];
