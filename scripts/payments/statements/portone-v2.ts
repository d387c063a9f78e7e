import { type Statement, statementsOf, testsAt } from './statement.js';

const folder = 'providers/portone-v2';
const sandbox = 'PortOne V2 as the sandbox has it';
const access = testsAt(`${folder}/fidelity`, `${sandbox} > §2 base and auth`);
const key = testsAt(`${folder}/fidelity`, `${sandbox} > §2 Idempotency-Key`);
const look = testsAt(`${folder}/fidelity`, `${sandbox} > §2 GET /payments/{paymentId}`);
const register = testsAt(`${folder}/fidelity`, `${sandbox} > §2 POST /payments/{id}/pre-register`);
const list = testsAt(`${folder}/fidelity`, `${sandbox} > §2 GET /payments`);
const attempt = testsAt(`${folder}/fidelity`, `${sandbox} > §2 attempts`);
const cancel = testsAt(`${folder}/fidelity-cancel`, `${sandbox} > §2 POST /payments/{paymentId}/cancel`);
const added = testsAt(`${folder}/fidelity-reading`, `${sandbox} > §2 what PortOne adds later`);
const filter = testsAt(`${folder}/fidelity-reading`, `${sandbox} > §2 GET /payments`);
const account = testsAt(`${folder}/fidelity-reading`, `${sandbox} > §2 virtual accounts`);
const reading = testsAt(`${folder}/fidelity-reading`, sandbox);
const webhook = testsAt(`${folder}/fidelity-webhooks`, `${sandbox} > §2 webhook 2024-04-25`);
const signature = testsAt(`${folder}/fidelity-webhooks`, `${sandbox} > §2 signature: Standard Webhooks`);
const retry = testsAt(`${folder}/fidelity-webhooks`, `${sandbox} > §2 retries`);
const whole = testsAt('provider-rules');

const { tested, notUsed } = statementsOf('§2', 'O');

const accessStatements: readonly Statement[] = [
  notUsed('where the API is', 'setting'),
  tested('the API secret lets in', access('§2 [O] `Authorization: PortOne <API_SECRET>` is let in…')),
  tested('so does a token, for which the secret is given', access('§2 [O] POST /login/api-secret gives tokens…')),
  tested('how long both tokens live', access('§2 [O] an access token lives 30 minutes…')),
  tested('a refresh token ends with the next login or refresh', access('§2 [O] a new login or refresh ends…')),
  tested('a question’s body may go in its query', access('§2 [O] a GET may bring its body as ?requestBody=')),
  tested('new fields are to be borne', added('§2 [O] fields that we do not know are borne')),
  tested('new values too', added('§2 [O] values that we do not know are borne…')),
  tested('a key is a quoted text, neither short nor long', key('§2 [O] is a quoted string of 16 to 256…')),
  tested('it counts for what changes things, not for GET', key('§2 [O] is ignored on a GET')),
  tested('under way: 409', key('§2 [O] while the first runs it is 409…')),
  tested('done: the same answer', key('§2 [O] brings the same answer again, for three hours')),
  tested('for three hours', key('§2 [O] brings the same answer again, for three hours')),
  tested('a minute’s patience is asked for', key('§2 [O] our calls wait for at least a minute')),
  tested('whoever hangs up stops nothing', key('§2 [O] while the first runs it is 409…')),
];

const callStatements: readonly Statement[] = [
  tested('a payment by our id; 404 where there is none', look('§2 [O] 404 PAYMENT_NOT_FOUND for what there is not…')),
  tested('of one store', access('§2 [O] another store is 403 FORBIDDEN')),
  tested('cancelling needs a reason', cancel('§2 [O] 404 PAYMENT_NOT_FOUND; 400 INVALID_REQUEST without a reason')),
  tested('an amount, else all that is left', cancel('§2 [O] without an amount all that is left is cancelled…')),
  tested('with its tax-free part and who asked', cancel('§2 [O] gives the cancellation with all that belongs…')),
  notUsed('the VAT of it can be said', 'notAsked'),
  tested('and the balance that we expect', cancel('§2 [O] 409 CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN')),
  tested('and where a deposit goes back to', cancel('§2 [O] a deposit goes back to refundAccount')),
  notUsed('a telephone number with that account', 'notAsked'),
  tested('a cancellation can be without webhook', webhook('§2 [O] is not sent for a cancellation that says…')),
  notUsed('whether a promotion stays', 'discounts'),
  tested('what a cancellation tells', cancel('§2 [O] gives the cancellation with all that belongs to it')),
  tested('it can fail, or be decided later', cancel('§2 [O] the cancellation is SUCCEEDED, REQUESTED or FAILED')),
  tested('amounts are registered', register('§2 [O] is 200 {}')),
  tested('not when it is paid', register('§2 [O] 409 ALREADY_PAID')),
  tested('the window holds to it', register('§2 [O] holds the window to the amount')),
  notUsed('approval by hand, with a token', 'notAsked'),
  notUsed('capture after an approval', 'notAsked'),
  tested('lists come in pages from 0, down to a depth', list('§2 [O] pages from 0, ten at a time…')),
  tested('by filter and order', filter('§2 [O] filters by when a state changed…')),
  tested('90 days where no time is said', list('§2 [O] reaches 90 days back where nothing is said')),
  notUsed('lists by cursor', 'notAsked'),
  tested('attempts of one payment', attempt('§2 [O] several attempts may be made under one payment id…')),
  tested('a webhook can be sent again', webhook('§2 [O] can be sent again by resend-webhook')),
  notUsed('keys and schedules', 'billing'),
  notUsed('cash receipts', 'cashReceipts'),
  notUsed('the provider’s own reconciliation', 'notAsked'),
];

const objectStatements: readonly Statement[] = [
  tested('one state has two spellings', list('§2 [O] the filter spells PENDING what the payment spells…')),
  tested('a part given back changes which fields there are', look('§2 [O] a partly cancelled payment has…')),
  tested('seven states', look('§2 [O] the statuses are READY…')),
  tested('an issued account, until it is paid into', account('§2 [O] an account is VIRTUAL_ACCOUNT_ISSUED…')),
  tested('the fields of a payment', look('§2 [O] a payment is told by its status…')),
  tested('its method, channel and amounts', look('§2 [O] a payment is told by its status…')),
  tested('why it failed', look('§2 [O] a failed payment has failedAt and failure…')),
  tested('a test channel says so', look('§2 [O] a payment through a test channel says…')),
  tested('and pays nothing in production', whole('§2 [O] what is paid through a test channel of portone_v2…')),
  tested(
    'tuition is free of VAT; what is not has an eleventh',
    reading('§2 [O] VAT is round((total - taxFree) / 11)…'),
  ),
];

const errorStatements: readonly Statement[] = [
  tested('400 for what is malformed', cancel('§2 [O] 404 PAYMENT_NOT_FOUND; 400 INVALID_REQUEST…')),
  tested('401 without a right secret', access('§2 [O] `Authorization: PortOne <API_SECRET>`…')),
  tested('403 beyond one’s store', access('§2 [O] another store is 403 FORBIDDEN')),
  tested('404 for no payment', cancel('§2 [O] 404 PAYMENT_NOT_FOUND; 400 INVALID_REQUEST…')),
  tested('409 not paid; all cancelled', cancel('§2 [O] 409 PAYMENT_NOT_PAID, PAYMENT_ALREADY_CANCELLED')),
  tested('409 another balance', cancel('§2 [O] 409 CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN')),
  tested('409 more than is left', cancel('§2 [O] 409 CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT')),
  tested('409 more taxed than is left', cancel('§2 [O] 409 CANCEL_TAX_AMOUNT_EXCEEDS…')),
  tested('409 more tax-free than is left', cancel('§2 [O] 409 CANCEL_TAX_FREE_AMOUNT_EXCEEDS…')),
  tested('409 parts above the whole', cancel('§2 [O] 409 SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT')),
  tested('409 cancelled too often', cancel('§2 [O] 409 MAX_CANCEL_COUNT_REACHED')),
  tested('409 a promotion that turns negative', reading('§2 [O] 409 NEGATIVE_PROMOTION_ADJUSTED…')),
  tested('502 in the words of the PG', cancel('§2 [O] 502 PG_PROVIDER has pgCode and pgMessage')),
];

const webhookStatements: readonly Statement[] = [
  tested('its form since 2024-04-25', webhook('§2 [O] says {type, timestamp, data:{…')),
  tested('the types of transactions', webhook('§2 [O] has the types Transaction.…')),
  tested('those that tell us something make us ask', webhook('§2 [O] Transaction.…')),
  tested('those of billing keys do not', webhook('§2 [O] BillingKey.…')),
  tested('the form before', webhook('§2 [O] the form of 2024-01-01 {…')),
  tested('what is signed, with which key', signature('§2 [O] HMAC-SHA256 over id.timestamp.body…')),
  notUsed('comparing takes the same time whatever differs', 'unseen'),
  tested('five minutes either way', signature('§2 [O] tolerance 300 s both directions…')),
  tested('why it is refused', signature('§2 [O] refused as MISSING_REQUIRED_HEADERS…')),
  tested('two secrets while one is replaced', signature('§2 [O] up to two secrets are active…')),
  notUsed('which address it comes from', 'network'),
  notUsed('how long its sender waits', 'network'),
  tested('five more tries, further and further apart', retry('§2 [O] at most 5 more after waits…')),
  tested('the event keeps its time', retry('§2 [O] at most 5 more after waits…')),
  tested('an answer of 2xx ends them', retry('§2 [O] any 2xx ends them, and no answer does not')),
  tested('a type that is new is let by', webhook('§2 [O] an unknown type is ignored…')),
  tested('then the payment is asked for', webhook('§2 [O] is a hint only…')),
  notUsed('shares of several channels', 'notAsked'),
  notUsed('states, reasons and sums of its reconciliation', 'notAsked'),
  notUsed('until when a method can be cancelled', 'console'),
  notUsed('what a refund to an account costs', 'console'),
];

/** PortOne V2, §2. */
export const portOneV2: readonly Statement[] = [
  ...accessStatements,
  ...callStatements,
  ...objectStatements,
  ...errorStatements,
  ...webhookStatements,
];
