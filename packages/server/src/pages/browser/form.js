import { clearAlert, showAlert } from './alert.js';
import { Problem } from './problem.js';
import { shownInputs } from './steps.js';

/**
 * Runs `work` with what was entered when the form is sent: once at a time, and only when each field is right.
 * @param {HTMLFormElement} form
 * @param {(values: Readonly<Record<string, string>>) => Promise<void>} work
 */
export function onSubmit(form, work) {
  const run = onceAtATime(form, () => work(valuesOf(form)));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearFaults();
    if (isRight(form)) run();
  });
}

/**
 * Runs `work` when the button is pressed, once at a time.
 * @param {HTMLButtonElement} button
 * @param {() => Promise<void>} work
 */
export function onPress(button, work) {
  const run = onceAtATime(button, work);
  button.addEventListener('click', () => {
    clearFaults();
    run();
  });
}

/**
 * What goes wrong is shown; an error that is no problem of the API is a fault of this page and goes to the console.
 * @param {HTMLElement} element
 * @param {() => Promise<void>} work
 */
function onceAtATime(element, work) {
  let isBusy = false;
  return async () => {
    if (isBusy) return;
    isBusy = true;
    element.setAttribute('aria-busy', 'true');
    try {
      await work();
    } catch (error) {
      showProblem(error);
    } finally {
      isBusy = false;
      element.removeAttribute('aria-busy');
    }
  };
}

/** @param {unknown} error */
export function showProblem(error) {
  if (!(error instanceof Problem)) throw error;
  const faulty = shownInputs().filter((input) => {
    const fault = faultOf(error, input);
    if (fault !== undefined) mark(input, fault);
    return fault !== undefined;
  });
  const others = error.fields.filter(({ path }) => !faulty.some(({ name }) => name === path));
  if (faulty[0] && others.length === 0) faulty[0].focus();
  else showAlert(error, others);
}

/**
 * @param {Problem} problem
 * @param {HTMLInputElement} input
 */
function faultOf({ code, title, fields }, { name, disabled, dataset }) {
  if (disabled) return undefined;
  if (dataset.problems?.split(' ').includes(code)) return title;
  return fields.some(({ path }) => path === name) ? dataset.rule : undefined;
}

/**
 * Marks each field that breaks its own rule; the first takes the focus.
 * @param {HTMLFormElement} form
 */
function isRight(form) {
  const faulty = [...form.querySelectorAll('input')].filter((input) => input.willValidate && !input.validity.valid);
  for (const input of faulty) mark(input, input.dataset.rule ?? '');
  faulty[0]?.focus();
  return faulty.length === 0;
}

/**
 * @param {HTMLInputElement} input
 * @param {string} text
 */
function mark(input, text) {
  input.setAttribute('aria-invalid', 'true');
  const place = document.getElementById(`${input.id}-fault`);
  if (place) place.textContent = text;
}

function clearFaults() {
  clearAlert();
  for (const input of document.querySelectorAll('input[aria-invalid]')) input.removeAttribute('aria-invalid');
  for (const place of document.querySelectorAll('.fault')) place.textContent = '';
}

/**
 * @param {HTMLFormElement} form
 * @returns {Readonly<Record<string, string>>}
 */
const valuesOf = (form) => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
export function prefill(form, name, value) {
  const input = form.elements.namedItem(name);
  if (!(input instanceof HTMLInputElement)) throw new Error(`The form has no ${name}`);
  input.value = value;
}
