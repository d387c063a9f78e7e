import { PaymentMethod, ProviderName } from '@didacto/sdk/contract';
import type { Language } from '../platform/problem.js';
import { checkoutWords, methodNames, providerNames } from './checkout-words.js';
import { type Html, html, sentence } from './html.js';
import { type Page, slot, step } from './page.js';

/** Months that a card can be paid in, where the amount allows it. */
const instalmentMonths = Array.from({ length: 11 }, (_, at) => at + 2);

/** Where a buyer pays an order. Whose it is and what it costs comes with the code in the link's fragment. */
export const checkoutPage: Page = {
  path: '/checkout/:orderId',
  script: 'checkout.js',
  title: { en: 'Checkout', ko: '결제' },
  providers: true,
  body: (language) => html`${orderStep(language)}
${beforeResult(language)}
${results(language)}`,
};

function orderStep(language: Language): Html {
  const t = checkoutWords(language);
  const ways = ProviderName.options.flatMap((provider) =>
    PaymentMethod.options.map((method) => ({ provider, method })),
  );
  return step(
    'order',
    t('orderTitle'),
    html`<p id="test-mode" class="warning" hidden>${t('test')}</p>
<ul id="lines" class="lines" data-times="${t('times')}"></ul>
<dl class="sum">
<dt>${t('total')}</dt><dd id="total" data-money="${t('money')}">${slot('total')}</dd>
<dt>${t('payBy')}</dt><dd>${slot('payBy')}</dd>
</dl>
<p id="nothing-to-pay-with" class="warning" hidden>${t('nothingToPayWith')}</p>
<form id="pay" method="post" novalidate>
<fieldset>
<legend>${t('method')}</legend>
${ways.map(({ provider, method }) => choice(language, provider, method))}
<p class="fault" id="choice-fault" aria-live="polite"></p>
</fieldset>
<div id="instalment" class="field" hidden>
<label for="months">${t('instalment')}</label>
<select id="months" name="months">
<option value="0">${t('atOnce')}</option>
${instalmentMonths.map((months) => html`<option value="${months}">${t('months').replace('{months}', String(months))}</option>`)}
</select>
</div>
<p class="hint">${t('hosted')}</p>
<button type="submit" id="pay-button" data-label="${t('pay')}">${t('pay')}</button>
</form>`,
  );
}

/** Every way to pay there may be; the script shows those that this order has. */
function choice(language: Language, provider: ProviderName, method: PaymentMethod): Html {
  const t = checkoutWords(language);
  const id = `choice-${provider}-${method}`;
  return html`<div class="choice" hidden>
<input type="radio" id="${id}" name="choice" value="${provider} ${method}" autocomplete="off" aria-describedby="choice-fault" data-rule="${t('methodRule')}">
<label for="${id}">${methodNames[method][language]} <span class="hint">${providerNames[provider][language]}</span></label>
</div>
`;
}

function beforeResult(language: Language): Html[] {
  const t = checkoutWords(language);
  return [
    step('loading', t('loadingTitle'), html``),
    step(
      'no-code',
      t('noCodeTitle'),
      html`<p>${sentence(t('noCode'), { command: html`<code>didacto order checkout</code>` })}</p>`,
    ),
    step(
      'not-shown',
      t('notShownTitle'),
      html`<p class="choices"><button type="button" id="not-shown-look">${t('again')}</button></p>`,
    ),
    step(
      'leaving',
      t('leavingTitle'),
      html`<p>${t('leaving')}</p>
<p class="choices"><button type="button" class="quiet" id="leaving-look">${t('look')}</button></p>`,
    ),
    step('checking', t('checkingTitle'), html``),
    step(
      'under-way',
      t('underWayTitle'),
      html`<p>${t('underWay')}</p>
<p class="choices"><button type="button" id="go-on" hidden>${t('goOn')}</button>
<button type="button" class="other" id="start-over">${t('startOver')}</button>
<button type="button" class="quiet" id="look">${t('look')}</button></p>`,
    ),
  ];
}

function results(language: Language): Html[] {
  const t = checkoutWords(language);
  const again = (id: string) => html`<p class="choices"><button type="button" id="${id}">${t('again')}</button></p>`;
  return [
    step(
      'succeeded',
      t('succeededTitle'),
      html`<p>${t('succeeded')}</p>
<p><a id="receipt" rel="noopener noreferrer" hidden>${t('receipt')}</a></p>`,
    ),
    step(
      'waiting',
      t('waitingTitle'),
      html`<p>${t('waiting')}</p>
<dl>
<dt>${t('bank')}</dt><dd>${slot('bank')}</dd>
<dt>${t('account')}</dt><dd class="code">${slot('account')}</dd>
<dt>${t('holder')}</dt><dd>${slot('holder')}</dd>
<dt>${t('amount')}</dt><dd>${slot('deposit')}</dd>
<dt>${t('dueBy')}</dt><dd>${slot('dueBy')}</dd>
</dl>`,
    ),
    step('unknown', t('unknownTitle'), html`<p>${t('unknown')}</p>`),
    step(
      'declined',
      t('declinedTitle'),
      html`<p data-decline="ours" hidden>${t('declinedOurs')}</p>
<p data-decline="funds" hidden>${t('declinedFunds')}</p>
<p data-decline="details" hidden>${t('declinedDetails')}</p>
<p data-decline="passing" hidden>${t('declinedPassing')}</p>
<p data-decline="broken-off" hidden>${t('declinedBrokenOff')}</p>
<p data-decline="refused" hidden>${t('declinedRefused')}</p>
<p>${t('declined')}</p>
<dl id="reason" hidden><dt>${t('reason')}</dt><dd>${slot('reason')}</dd></dl>
${again('declined-again')}`,
    ),
    step('cancelled', t('cancelledTitle'), html`<p>${t('cancelled')}</p>${again('cancelled-again')}`),
    step('expired', t('expiredTitle'), html`<p>${t('expired')}</p>`),
    step('closed', t('closedTitle'), html`<p>${t('closed')}</p>`),
    step('refunded', t('refundedTitle'), html`<p>${t('refunded')}</p>`),
  ];
}
