import { enrollmentAccept } from './accept.js';
import { enrollmentCancel } from './cancel.js';
import { enrollmentList } from './list.js';
import { enrollmentMine } from './mine.js';
import { enrollmentReject } from './reject.js';
import { enrollmentRequest } from './request.js';

export const enrollment = [
  enrollmentRequest,
  enrollmentCancel,
  enrollmentMine,
  enrollmentList,
  enrollmentAccept,
  enrollmentReject,
];
