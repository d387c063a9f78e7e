import { accountRestored, accountSuspended } from './account-state.js';
import { alarms } from './alarms.js';
import { alreadyMember } from './already-member.js';
import { invitation } from './invitation.js';
import { newSignIn } from './new-sign-in.js';
import { noAccount } from './no-account.js';
import { passwordChanged } from './password-changed.js';
import { passwordResetCode } from './password-reset-code.js';
import { secondFactorChanged } from './second-factor-changed.js';
import { signUpCode } from './sign-up-code.js';

export type { Language, Mail } from './layout.js';

/** Every mail that the server sends: `mails.signUpCode('ko', { … })` gives its subject and both parts. */
export const mails = {
  signUpCode,
  alreadyMember,
  passwordResetCode,
  noAccount,
  passwordChanged,
  invitation,
  secondFactorChanged,
  newSignIn,
  accountSuspended,
  accountRestored,
  alarms,
};
