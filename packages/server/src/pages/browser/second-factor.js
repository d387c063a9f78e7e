import { say } from './alert.js';
import { confirmSecondFactor, getSecondFactor, signOut, startSecondFactor } from './api.js';
import { button, fill, find, form, shownTime } from './dom.js';
import { onPress, onSubmit } from './form.js';
import { takeFragment } from './fragment.js';
import { qrCode } from './qr.js';
import { onSignIn, whileSignedIn } from './sign-in.js';
import { showStep } from './steps.js';

/** @type {readonly string[]} */
let recoveryCodes = [];
let secret = '';

onSignIn(
  whileSignedIn(async (password) => {
    const { on, since, recoveryCodesLeft } = await getSecondFactor();
    if (on) {
      fill({ since: since === null ? '' : shownTime(since), left: String(recoveryCodesLeft) });
      showStep('on');
      await signOut();
      return;
    }
    const started = await startSecondFactor({ password });
    secret = started.secret;
    fill({ secret: secret.replace(/.{4}(?=.)/g, '$& ') });
    find('#uri', HTMLAnchorElement).href = started.uri;
    find('#picture', HTMLElement).replaceChildren(qrCode(started.uri));
    showStep('app');
  }),
);

onSubmit(
  form('confirm'),
  whileSignedIn(async ({ code = '' }) => {
    ({ recoveryCodes } = await confirmSecondFactor({ code }));
    forgetSecret();
    find('#recovery-codes', HTMLElement).replaceChildren(
      ...recoveryCodes.map((text) => {
        const line = document.createElement('li');
        line.textContent = text;
        return line;
      }),
    );
    showStep('codes');
    await signOut();
  }),
);

function forgetSecret() {
  secret = '';
  fill({ secret });
  find('#uri', HTMLAnchorElement).removeAttribute('href');
  find('#picture', HTMLElement).replaceChildren();
  form('confirm').reset();
}

/**
 * @param {string} id
 * @param {() => string} text
 */
function onCopy(id, text) {
  const { said = '', failed = '' } = button(id).dataset;
  onPress(button(id), () =>
    navigator.clipboard.writeText(text()).then(
      () => say(said),
      () => say(failed),
    ),
  );
}

onCopy('copy-secret', () => secret);
onCopy('copy-codes', () => recoveryCodes.join('\n'));
button('download').addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${recoveryCodes.join('\n')}\n`], { type: 'text/plain' }));
  link.download = 'didacto-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(link.href);
});

takeFragment();
showStep('sign-in');
