import './reveal.js';
import { endedCodes, forgetSignIn, signIn, signOut } from './api.js';
import { find, form } from './dom.js';
import { onSubmit } from './form.js';
import { isProblem } from './problem.js';
import { showStep } from './steps.js';

/**
 * Drives the step `sign-in`; the code of the second factor is asked for when it is needed.
 * @param {(password: string) => Promise<void>} next what the sign-in is for
 */
export function onSignIn(next) {
  const signInForm = form('sign-in');
  const secondFactor = find('[data-when-needed]', HTMLElement);
  const codeInput = find('#sign-in-code', HTMLInputElement);
  /** @param {boolean} isNeeded */
  const askForCode = (isNeeded) => {
    secondFactor.hidden = !isNeeded;
    codeInput.disabled = !isNeeded;
    codeInput.value = '';
    if (isNeeded) codeInput.focus();
  };

  onSubmit(signInForm, async ({ email = '', password = '', code }) => {
    try {
      await signIn({ email, password, code, client: document.title });
    } catch (error) {
      if (!isProblem(error, 'second_factor_needed')) throw error;
      askForCode(true);
      return;
    }
    signInForm.reset();
    askForCode(false);
    await next(password);
  });
  // Whoever leaves before the end leaves no sign-in behind.
  addEventListener('pagehide', () => void signOut());
}

/**
 * Work of who is signed in; when the sign-in has ended, it is asked for again.
 * @template {readonly unknown[]} A
 * @param {(...input: A) => Promise<void>} work
 */
export const whileSignedIn =
  (work) =>
  /** @param {A} input */
  async (...input) => {
    try {
      await work(...input);
    } catch (error) {
      if (isProblem(error, ...endedCodes)) {
        forgetSignIn();
        showStep('sign-in');
      }
      throw error;
    }
  };
