import { memberActivity } from './activity.js';
import { memberCreate } from './create.js';
import { memberEditMe } from './edit-me.js';
import { memberEndSessions } from './end-sessions.js';
import { memberErase } from './erase.js';
import { memberExport } from './export.js';
import { memberGet } from './get.js';
import { memberList } from './list.js';
import { memberResetPassword } from './reset-password.js';
import { memberResetSecondFactor } from './reset-second-factor.js';
import { memberRestore } from './restore.js';
import { memberSignUp } from './sign-up.js';
import { memberSuspend } from './suspend.js';
import { memberUpdate } from './update.js';
import { memberViews } from './views.js';
import { memberWithdraw } from './withdraw.js';

export const member = [
  memberList,
  memberGet,
  memberCreate,
  memberUpdate,
  memberSuspend,
  memberRestore,
  memberEndSessions,
  memberResetSecondFactor,
  memberErase,
  memberSignUp,
  memberResetPassword,
  memberEditMe,
  memberViews,
  memberActivity,
  memberExport,
  memberWithdraw,
];
