import { find } from './dom.js';
import { Problem } from './problem.js';

const alert = find('#alert', HTMLElement);
const status = find('#status', HTMLElement);

/** @param {string} text */
export function say(text) {
  status.textContent = text;
}

export function clearAlert() {
  alert.replaceChildren();
  say('');
}

/**
 * Tells what went wrong, and of which fields that have no place of their own.
 * @param {Problem} problem
 * @param {readonly { path: string, message: string }[]} fields
 */
export function showAlert(problem, fields) {
  const { unreachable = '', unexpected = '', retryAfter = '' } = alert.dataset;
  const title = problem.title ?? (problem.code === 'unreachable' ? unreachable : unexpected);
  const wait = problem.retryAfter && retryAfter.replace('{seconds}', problem.retryAfter);
  alert.replaceChildren(
    ...[title, wait, ...fields.map(({ path, message }) => `${path}: ${message}`)].flatMap((text) => {
      if (!text) return [];
      const line = document.createElement('p');
      line.textContent = text;
      return [line];
    }),
  );
  alert.focus();
}
