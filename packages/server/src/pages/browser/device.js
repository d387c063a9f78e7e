import { approveDeviceCode, denyDeviceCode, getDeviceCode, isSignedIn, signOut } from './api.js';
import { button, fill, find, form, shownTime } from './dom.js';
import { onPress, onSubmit, prefill } from './form.js';
import { takeFragment } from './fragment.js';
import { isProblem } from './problem.js';
import { onSignIn, whileSignedIn } from './sign-in.js';
import { showStep } from './steps.js';

const setUp = find('#set-up', HTMLElement);
let userCode = '';

/** Shows who asks to be signed in by the code. What is wrong is told where the code is entered: Continue tries again. */
const look = whileSignedIn(async () => {
  try {
    const { client, address, createdAt, expiresAt } = await getDeviceCode({ userCode });
    fill({ userCode, client, address, asked: shownTime(createdAt), expires: shownTime(expiresAt) });
  } catch (error) {
    showStep('user-code');
    setUp.hidden = !isProblem(error, 'second_factor_required');
    throw error;
  }
  showStep('decide');
});

/**
 * @param {typeof approveDeviceCode} call
 * @param {'approved' | 'denied'} end
 */
const decide = (call, end) =>
  whileSignedIn(async () => {
    try {
      await call({ userCode });
    } catch (error) {
      if (isProblem(error, 'device_code_invalid')) showStep('user-code');
      throw error;
    }
    showStep(end);
    await signOut();
  });

onSubmit(form('user-code'), async (values) => {
  userCode = shownCode(values.userCode ?? '');
  setUp.hidden = true;
  if (isSignedIn()) await look();
  else showStep('sign-in');
});
onSignIn(look);
onPress(button('approve'), decide(approveDeviceCode, 'approved'));
onPress(button('deny'), decide(denyDeviceCode, 'denied'));

/**
 * As the program shows it: `K7WP-3XQ9`.
 * @param {string} typed
 */
function shownCode(typed) {
  const code = typed.toUpperCase().replace(/[\s-]/g, '');
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

prefill(form('user-code'), 'userCode', takeFragment().get('code') ?? '');
showStep('user-code');
