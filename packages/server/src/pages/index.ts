import { checkoutPage } from './checkout.js';
import { devicePage } from './device.js';
import { invitationPage } from './invitation.js';
import type { Page } from './page.js';
import { resetPasswordPage } from './reset-password.js';
import { secondFactorPage } from './second-factor.js';
import { signUpPage } from './sign-up.js';

/** Every page there is. */
export const pages: readonly Page[] = [
  signUpPage,
  resetPasswordPage,
  invitationPage,
  devicePage,
  secondFactorPage,
  checkoutPage,
];
