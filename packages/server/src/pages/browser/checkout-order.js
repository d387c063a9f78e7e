import { button, fill, find, form, shownTime } from './dom.js';

/** @import { Checkout } from '@didacto/sdk/contract' */

const leastForInstalments = 50_000;
const months = find('#months', HTMLSelectElement);
let total = 0;

/**
 * Integer KRW as people here read it.
 * @param {number} amount
 */
export function won(amount) {
  const { money = '' } = find('#total', HTMLElement).dataset;
  return money.replace('{amount}', amount.toLocaleString('en-US'));
}

/**
 * Shows what is ordered, and the ways to pay it.
 * @param {Checkout} checkout
 */
export function fillOrder(checkout) {
  ({ total } = checkout);
  const list = find('#lines', HTMLElement);
  list.replaceChildren(...checkout.lines.map((line) => shownLine(line, list.dataset.times ?? '')));
  fill({ total: won(total), payBy: shownTime(checkout.expiresAt) });
  find('#test-mode', HTMLElement).hidden = !checkout.testMode;
  const pay = button('pay-button');
  pay.textContent = (pay.dataset.label ?? '').replace('{amount}', won(total));
  showWays(checkout.providers);
}

/**
 * @param {Checkout['lines'][number]} line
 * @param {string} times
 */
function shownLine({ name, quantity, amount }, times) {
  const line = document.createElement('li');
  const what = document.createElement('bdi');
  // A function, so that no sign of the name means anything.
  what.textContent =
    quantity === 1 ? name : times.replace('{name}', () => name).replace('{quantity}', String(quantity));
  const price = document.createElement('span');
  price.className = 'amount';
  price.textContent = won(amount);
  line.append(what, price);
  return line;
}

/** @param {Checkout['providers']} providers */
function showWays(providers) {
  const offered = new Set(
    providers.flatMap(({ provider, methods }) => methods.map((method) => `${provider} ${method}`)),
  );
  for (const input of choices()) {
    const isOffered = offered.has(input.value);
    input.disabled = !isOffered;
    if (input.parentElement) input.parentElement.hidden = !isOffered;
  }
  const shown = choices().filter(({ disabled }) => !disabled);
  if (!shown.some(({ checked }) => checked) && shown[0]) shown[0].checked = true;
  form('pay').hidden = shown.length === 0;
  find('#nothing-to-pay-with', HTMLElement).hidden = shown.length > 0;
  offerMonths();
}

const choices = () => [...form('pay').querySelectorAll('input')];

/** Instalments are for cards, and for amounts that are worth them. */
function offerMonths() {
  const isCard = choices().some(({ checked, value }) => checked && value.endsWith(' card'));
  const isOffered = isCard && total >= leastForInstalments;
  find('#instalment', HTMLElement).hidden = !isOffered;
  months.disabled = !isOffered;
}
form('pay').addEventListener('change', offerMonths);
