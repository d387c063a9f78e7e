import { memberCreate } from './create.js';
import { memberEditMe } from './edit-me.js';
import { memberGet } from './get.js';
import { memberList } from './list.js';
import { memberSignUp } from './sign-up.js';
import { memberUpdate } from './update.js';
import { memberViews } from './views.js';
import { memberWithdraw } from './withdraw.js';

export const member = [
  memberList,
  memberGet,
  memberCreate,
  memberUpdate,
  memberSignUp,
  memberEditMe,
  memberViews,
  memberWithdraw,
];
