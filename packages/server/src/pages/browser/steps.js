import { clearAlert } from './alert.js';
import { find } from './dom.js';

/**
 * Shows one step of the page and hides the others; its heading takes the focus, so that it is read aloud.
 * @param {string} name
 */
export function showStep(name) {
  const isFirst = document.querySelector('[data-step]:not([hidden])') === null;
  for (const step of document.querySelectorAll('[data-step]')) step.toggleAttribute('hidden', true);
  const step = find(`[data-step="${name}"]`, HTMLElement);
  step.hidden = false;
  clearAlert();
  if (!isFirst) step.querySelector('h2')?.focus();
}

/** The inputs that are shown, in the order of the page. */
export const shownInputs = () =>
  [...document.querySelectorAll('input')].filter((input) => input.closest('[hidden]') === null);
