import { type Statement, statementsOf, testsAt } from './statement.js';

const folder = 'providers/tosspayments';
const basic = testsAt(`${folder}/fidelity`, 'at the sandbox, as psp-contracts says');
const key = testsAt(`${folder}/fidelity-flow`, '§3.1 the Idempotency-Key');
const ourKey = testsAt(`${folder}/fidelity-requests`, '§3.1 the Idempotency-Key of our strategy');
const sent = testsAt(`${folder}/fidelity-requests`, '§3.2 what our strategy sends');
const setUp = testsAt(`${folder}/tosspayments`, 'the strategy is set up');
const refusal = testsAt(`${folder}/tosspayments`, '§3.4 what a refusal of a confirmation means');
const error = testsAt(`${folder}/fidelity-refusals`, '§3.4 errors');
const confirming = testsAt(`${folder}/tosspayments`, 'confirm');
const window = testsAt(`${folder}/fidelity-flow`, '§3.2 the window');
const confirm = testsAt(`${folder}/fidelity-flow`, '§3.2 POST /v1/payments/confirm');
const cancel = testsAt(`${folder}/fidelity-cancel`, '§3.2 POST /v1/payments/{paymentKey}/cancel');
const account = testsAt(`${folder}/fidelity-cancel`, '§3.2, §3.3 a virtual account');
const transactions = testsAt(`${folder}/fidelity-feeds`, '§3.2, §3.3 GET /v1/transactions');
const settlements = testsAt(`${folder}/fidelity-feeds`, '§3.2, §3.3 GET /v1/settlements');
const feeds = testsAt(`${folder}/fidelity-feeds`);
const webhook = testsAt(`${folder}/fidelity-webhooks`, '§3.5 webhooks');
const reading = testsAt(`${folder}/fidelity-webhooks`, 'our reading of them');
const receiver = testsAt('webhooks', 'a webhook');
const whole = testsAt('provider-rules');

const basics = statementsOf('§3.1', 'O');
const calls = statementsOf('§3.2', 'O');
const objects = statementsOf('§3.3', 'O');
const errors = statementsOf('§3.4', 'O');
const webhooks = statementsOf('§3.5', 'O');

const basicStatements: readonly Statement[] = [
  basics.notUsed('where the API is', 'setting'),
  basics.tested('the secret key with a colon behind it', basic('§3.1 [O] a key without a colon is 403…')),
  basics.tested('a key that is none', basic('§3.1 [O] a key that is none is 401 UNAUTHORIZED_KEY')),
  basics.tested('at times 400 for it', basic('§3.1 [O] TossPayments-Test-Code INVALID_API_KEY…')),
  basics.tested('keys say of which world they are', setUp('§3.1 [O] with keys of one environment only…')),
  basics.tested('keys of the widget are others', setUp('§3.1 [O] with keys of one environment only…')),
  basics.notUsed('which TLS is spoken', 'network'),
  basics.tested('messages in English', basic('§3.1 [O] messages are Korean, English with Accept-Language…')),
  basics.tested('each answer has a trace id', basic('§3.1 [O] every reply has X-TossPayments-Trace-Id…')),
  basics.tested('errors on demand, with test keys', basic('§3.1 [O] TossPayments-Test-Code …')),
  basics.tested('and with those alone', key('§3.1 [O] TossPayments-Test-Code means nothing to a live key')),
  basics.notUsed('a version of the API after the one that is used', 'notAsked'),
  basics.tested('keys against doing it twice, of limited length', basic('§3.1 [O] an Idempotency-Key of more…')),
  basics.tested('for 15 days', key('[O] is good for 15 days')),
  basics.tested('for POST', key('[O] means nothing to a GET'), ourKey('[O] is on no question')),
  basics.tested('of one address, method and API key', key('[O] belongs to key, address and method…')),
  statementsOf('§3.1', 'C').tested('whatever the body is', key('[C] on another order replays the first result…')),
  basics.tested('errors are kept as well', basic('§3.1 [O] the first reply to a key is kept, a refusal too…')),
  basics.tested('under way: 409', key('[O] of a request that still runs is 409…')),
  basics.tested('ours are made of what is done, not of what is brought', ourKey('[O] is the payment’s for a conf…')),
  basics.tested('a new one needs the truth first', ourKey('[O] is the refund’s and the balance’s for a refund…')),
];

const flowStatements: readonly Statement[] = [
  calls.tested('the browser brings keys and amount back', window('[O] brings paymentType, paymentKey, orderId…')),
  calls.tested('the amount is compared before anything', whole('§3.2 [O] an amount in the redirect of Toss…')),
  calls.tested('and ours is what is confirmed', sent('[O] confirms the amount of our own order…')),
  calls.tested('half an hour for the buyer', window('[O] is open for 30 minutes, then the payment is EXPIRED')),
  calls.tested('ten minutes for us', confirm('[O] within 10 minutes of the buyer, else 404…')),
  calls.tested('what went wrong comes to failUrl', window('[O] brings code, message and orderId back to failUrl…')),
  calls.tested('with three codes', whole('§3.2 [O] PAY_PROCESS_…'), whole('§3.2 [O] REJECT_CARD_COMPANY, brought…')),
  calls.tested('money moves with the confirmation', confirm('[O] moves no money before it…')),
  calls.tested('a confirmation gives the payment', confirm('[O] approves: a Payment that is DONE…')),
  calls.tested('how order ids look', sent('[O] takes order ids of 6 to 64 letters…')),
  calls.tested('questions by either id', sent('[O] asks by paymentKey, or by orderId…')),
  calls.tested('404 where there is none', basic('§3.2 [O] what there is not is 404 NOT_FOUND or NOT_FOUND_PAYMENT')),
  calls.tested('cancelling needs a reason of limited length', cancel('[O] needs a cancelReason of at most 200…')),
  calls.tested('no amount is all of it', cancel('[O] without cancelAmount gives all back…')),
  calls.tested('a part of it', cancel('[O] with cancelAmount gives a part back…')),
  calls.tested('with its tax-free part', cancel('[O] taxFreeAmount left out of a part is 0…')),
  calls.tested('and the balance that we expect', cancel('§3.4 [O] with a refundableAmount that is not the balance…')),
  calls.tested('and where a deposit goes back to', account('§3.4 [O] is given back after its deposit to…')),
  calls.tested('an account is open for some hours', account('[O] is given out by the confirmation…')),
  calls.notUsed('cards by their number, accounts made by a call', 'notAsked'),
  calls.notUsed('billing keys', 'billing'),
  calls.notUsed('cash receipts: issue, cancel, list', 'cashReceipts'),
  calls.tested('transactions are there at once', transactions('[O] has what happens today…')),
  calls.tested('transactions go on behind a key', transactions('[O] goes on behind startingAfter…')),
  calls.tested('in pages of limited size', transactions('[O] goes on behind startingAfter…')),
  calls.tested('feeds take up to a minute', feeds('§3.2 [O] the feeds take up to a minute…')),
  calls.tested('feeds can say 429', transactions('[O] a 429 breaks it off…'), settlements('[O] a 429 breaks it off')),
  calls.tested('feeds are arrays', basic('§3.2 [O] the feeds are arrays')),
  calls.tested('settlements by either day, in numbered pages', settlements('[O] comes page by page, by soldDate…')),
  calls.tested('from the next day on', settlements('[O] has fee = supplyAmount + vat and payOutAmount…')),
];

const objectStatements: readonly Statement[] = [
  objects.tested('the fields of a Payment', confirm('[O] approves: a Payment that is DONE, with the fields of §3.3')),
  objects.tested('how VAT is reckoned', confirm('[O] approves: a Payment that is DONE, with the fields of §3.3')),
  objects.tested('its card', confirm('§3.3 [O] has the instalment months that the merchant fixed')),
  objects.tested('its account', account('[O] is given out by the confirmation…')),
  objects.tested('what became of a refund into an account', account('§3.4 [O] is given back after its deposit…')),
  objects.tested('its secret', account('[O] is given out by the confirmation…')),
  objects.notUsed('its cash receipts', 'cashReceipts'),
  objects.notUsed('its discount', 'discounts'),
  objects.notUsed('gift cards, culture expenses, metadata', 'notAsked'),
  objects.tested('what went wrong', confirm('§3.3, §3.4 [O] refused by the card company…')),
  objects.tested('each cancellation has a row and a key', cancel('§3.3 [O] each cancellation has a transactionKey…')),
  objects.tested('a row of what cannot be approved twice', confirm('§3.3 [O] a second one is 400…')),
  objects.tested('how a status goes on', confirm('§3.3 [O] goes from READY to IN_PROGRESS to DONE…')),
  objects.tested('an account waits, is paid, may wait again', account('[O] goes back from DONE to WAITING…')),
  objects.tested('and is DONE once it is paid into', account('[O] is DONE with its deposit')),
  objects.tested('a transaction for the payment and each cancellation', transactions('[O] has a row for the payment…')),
  objects.tested('what is in a transaction', transactions('[O] has a row for the payment…')),
  objects.tested('what is in a settlement, and how it adds up', settlements('[O] has fee = supplyAmount + vat…')),
  objects.tested('fees may be missing', settlements('[O] may lack fees: our strategy reads the same')),
  statementsOf('§3.3', 'C').tested('its supply has two spellings', settlements('[C] may spell its supply…')),
  objects.tested('a cancellation is a row of its own', settlements('[O] has fee = supplyAmount + vat…')),
  objects.tested('an error has code and message', basic('§3.1 [O] messages are Korean, English with…')),
];

const errorStatements: readonly Statement[] = [
  errors.tested('what is refused with 400 when confirming', error('[O] of a confirmation with HTTP 400…')),
  errors.tested('with 403', error('[O] of a confirmation with HTTP 403…')),
  errors.tested('with 404', error('[O] of a confirmation with HTTP 404…')),
  errors.tested('with 500', error('[O] with HTTP 500 that decide nothing…')),
  errors.tested('what is refused when asking', error('[O] of a question: 404 says that there is none…')),
  errors.tested('what is refused with 400 when cancelling', error('[O] of a cancellation with HTTP 400…')),
  errors.tested('with 403 when cancelling', error('[O] of a cancellation with HTTP 403…')),
  errors.tested('what can be refused anywhere: 409 and 429', error('[O] with HTTP 409…'), error('[O] with HTTP 429…')),
  errors.tested('what is malformed', confirm('§3.4 [O] without one of its fields, or no JSON…')),
  errors.tested('least amounts', window('§3.4 [O] does not open below 100 won, or 200 for a transfer…')),
  errors.tested('a card that is refused ends it', confirm('§3.3, §3.4 [O] refused by the card company…')),
  errors.tested('a key that there is not, or not for us', confirm('§3.4 [O] of a paymentKey that there is not…')),
  errors.tested('cancelled already, or more than is left', cancel('§3.4 [O] more than is left is 403…')),
  errors.tested('another balance than ours', cancel('§3.4 [O] with a refundableAmount that is not…')),
  errors.tested('never approved', cancel('§3.4 [O] what was never approved is 403 NOT_CANCELABLE_PAYMENT')),
  errors.tested('two cancellations at once', cancel('§3.4 [O] at the same time as another one is 403…')),
  errors.tested('accounts for refunds that are wrong', account('§3.4 [O] is given back after its deposit to…')),
  errors.tested('no part of what waits for a deposit', account('§3.4 [O] is cancelled before its deposit as…')),
  errors.tested('order ids that were used', window('§3.4 [O] does not open for an order id that was approved…')),
  errors.tested('what has to be asked about', error('[O] with HTTP 400 that decide…'), refusal('[O] …')),
  errors.tested('403 that turns one copy away: ask', error('[O] with HTTP 403 that decide nothing…')),
  errors.tested('so has what got no answer', confirming('§3.4 [O] with the fault …')),
];

const webhookStatements: readonly Statement[] = [
  webhooks.tested('three headers', webhook('[O] have transmission-id, -time and -retried-count, and no signature')),
  webhooks.tested('no signature on those of payments', webhook('[O] have transmission-id, -time and -retried-count…')),
  webhooks.notUsed('how the others are signed', 'notAsked'),
  webhooks.tested('a change of status brings the payment', webhook('[O] PAYMENT_STATUS_CHANGED tells DONE…')),
  webhooks.tested('which changes are told', webhook('[O] tell PARTIAL_CANCELED, CANCELED, ABORTED…')),
  webhooks.tested('a window that is closed is not', webhook('[O] tell nothing when the buyer closes the window…')),
  webhooks.notUsed('billing is not', 'billing'),
  webhooks.tested('a deposit is told without eventType', webhook('[O] of a virtual account are two for each change…')),
  webhooks.tested('and twice', webhook('[O] of a virtual account are two for each change…')),
  webhooks.tested('good with the payment’s secret alone', whole('§3.5 [O] a webhook of Toss with another secret…')),
  webhooks.tested('other kinds', reading('§3.5 [O] lets …')),
  webhooks.tested(
    'the secret proves changes of status too',
    reading('§3.5 [O] takes each for a hint with the secret…'),
  ),
  webhooks.tested('some come without', reading('§3.5 [O] takes one without a secret for unsigned…')),
  webhooks.tested('and is no signature: ask', reading('§3.5 [O] is not needed: what a webhook tells…')),
  webhooks.tested('times with an offset, and one without', webhook('[O] PAYMENT_STATUS_CHANGED tells DONE…')),
  webhooks.tested('ten seconds to answer', receiver('is answered before the provider is asked (§3.5 [O]…')),
  webhooks.tested('seven more tries', webhook('[O] come again after 1, 4, 16, 64, 256, 1024 and 4096 minutes…')),
  webhooks.tested('until 200', webhook('[O] do not come again once they were answered with 200')),
  webhooks.tested('each try has the same id', reading('§3.5 [O] has one delivery id for all tries of a webhook…')),
  webhooks.notUsed('an e-mail at the end', 'console'),
  webhooks.notUsed('which addresses they come from', 'network'),
  statementsOf('§3.5', 'C').tested(
    'an account whose time is over',
    account('§3.5 [C] keeps its status when its time…'),
  ),
];

/** Toss Payments, §3. */
export const tossPayments: readonly Statement[] = [
  ...basicStatements,
  ...flowStatements,
  ...objectStatements,
  ...errorStatements,
  ...webhookStatements,
];
