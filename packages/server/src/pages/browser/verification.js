import './reveal.js';
import { say } from './alert.js';
import { confirmVerification, requestVerification, serverNow } from './api.js';
import { button, fill, find, form, shownTime } from './dom.js';
import { onPress, onSubmit, prefill } from './form.js';
import { takeFragment } from './fragment.js';
import { isProblem } from './problem.js';
import { showStep } from './steps.js';

/**
 * Drives a page whose work needs a proved address: a code is mailed, or comes with the mail's link, and is exchanged for
 * the proof that `finish` takes with what was entered.
 * @param {'sign_up' | 'password_reset'} purpose
 * @param {(proof: string, values: Readonly<Record<string, string>>) => Promise<unknown>} finish
 */
export function withProof(purpose, finish) {
  const fragment = takeFragment();
  let verificationId = fragment.get('verification') ?? '';
  let email = '';
  let proof = '';

  const request = async () => {
    const { id, resendAt } = await requestVerification({ email, purpose });
    verificationId = id;
    offerAnother(resendAt);
  };
  onSubmit(form('address'), async (values) => {
    email = (values.email ?? '').trim();
    await request();
    showStep('code');
  });
  onPress(button('again'), async () => {
    await request();
    say(button('again').dataset.said ?? '');
  });
  button('other-address').addEventListener('click', () => showStep('address'));
  onSubmit(form('code'), async ({ code = '' }) => {
    proof = (await confirmVerification({ verificationId, code })).proof;
    form('code').reset();
    showEmail(email);
    showStep('account');
  });
  onSubmit(form('account'), async (values) => {
    try {
      await finish(proof, values);
    } catch (error) {
      // The address has to be proved again.
      if (isProblem(error, 'proof_invalid')) showStep('address');
      throw error;
    }
    form('account').reset();
    showStep('done');
  });

  prefill(form('code'), 'code', fragment.get('code') ?? '');
  showStep(verificationId === '' ? 'address' : 'code');
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/**
 * Before its time another code is not sent, whatever is answered, so the button waits.
 * @param {string} resendAt
 */
function offerAnother(resendAt) {
  const again = button('again');
  const note = find('#not-before', HTMLElement);
  const waitMs = Date.parse(resendAt) - serverNow();
  fill({ notBefore: shownTime(resendAt) });
  again.hidden = false;
  again.disabled = waitMs > 0;
  note.hidden = waitMs <= 0;
  clearTimeout(waiting);
  if (waitMs > 0) waiting = setTimeout(() => offerAnother(resendAt), waitMs);
}

/**
 * The next step shows whose account it is, where that is known: password managers look for it.
 * @param {string} email
 */
function showEmail(email) {
  prefill(form('account'), 'email', email);
  find('[data-when-known]', HTMLElement).hidden = email === '';
}
