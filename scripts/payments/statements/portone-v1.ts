import { type Statement, statementsOf, testsAt } from './statement.js';

const folder = 'providers/portone-v1';
const sandbox = 'PortOne V1 as the sandbox has it';
const access = testsAt(`${folder}/fidelity`, `${sandbox} > §1.1 base, auth, envelope`);
const endpoint = testsAt(`${folder}/fidelity`, `${sandbox} > §1.2 endpoints`);
const lookup = testsAt(`${folder}/fidelity-lookups`, `${sandbox} > §1.2 endpoints`);
const cancel = testsAt(`${folder}/fidelity-cancel`, `${sandbox} > §1.2 POST /payments/cancel`);
const broken = testsAt(`${folder}/fidelity-cancel`, `${sandbox} > §1.1 an answer that is no envelope of 200`);
const object = testsAt(`${folder}/fidelity-window`, `${sandbox} > §1.3 the payment object`);
const status = testsAt(`${folder}/fidelity-lookups`, `${sandbox} > §1.3 the payment object`);
const window = testsAt(`${folder}/fidelity-window`, `${sandbox} > §1.4 browser, confirm process, webhook`);
const whole = testsAt('provider-rules');

const basics = statementsOf('§1.1', 'O');
const calls = statementsOf('§1.2', 'O');
const objects = statementsOf('§1.3', 'O');
const browser = statementsOf('§1.4', 'O');

const accessStatements: readonly Statement[] = [
  basics.notUsed('where the API is', 'setting'),
  basics.tested('bodies come as a form or as JSON', access('§1.1 [O] a request body may be a form or JSON')),
  basics.tested('a token is fetched with key and secret; its times are seconds', access('§1.1 [O] getToken gives a…')),
  basics.tested('wrong key or secret: 401, code -1', access('§1.1 [O] wrong keys are 401')),
  basics.tested('a token is good for half an hour', access('§1.1 [O] an expired token is 401, and our strategy…')),
  basics.tested('asked again early, the same token comes', access('§1.1 [O] getToken gives the same token again…')),
  basics.tested('in its last minute it is prolonged by five', access('§1.1 [O] with less than a minute left…')),
  basics.tested('once it is over there is a new one', access('§1.1 [O] with less than a minute left…')),
  basics.tested(
    'no token, or one that is over: 401',
    access('§1.1 [O] a missing token…'),
    access('§1.1 [O] an expired…'),
  ),
  basics.tested('it goes in a header, with Bearer or without', access('§1.1 [O] a token is taken as Authorization…')),
  basics.tested('the older header is taken too', access('§1.1 [O] a token is taken as X-ImpTokenHeader')),
  basics.tested('and so is a query', access('§1.1 [O] a token is taken as ?_token=')),
  basics.notUsed('a header chooses a sub-merchant', 'notAsked'),
  basics.tested('all answers have one envelope', access('§1.1 [O] everything comes in the envelope…')),
  basics.tested('what is refused comes with HTTP 200 and a code', access('§1.1 [O] a business failure is HTTP 200…')),
  basics.tested(
    'which codes there are',
    access('§1.1 [O] a business failure is…'),
    access('§1.1 [O] wrong keys are 401'),
  ),
  basics.tested('other HTTP statuses happen, 5xx among them', broken('§1.1 [O] a 500 says nothing of the money…')),
  basics.notUsed('405 for another method', 'notAsked'),
  basics.notUsed('501 of cash receipts', 'cashReceipts'),
];

const lookupStatements: readonly Statement[] = [
  calls.tested(
    'one that there is not: 404, in these words',
    endpoint('§1.2 [O] GET by imp_uid of an unknown one is 404'),
  ),
  calls.tested('several can be asked for; 207 when not all are there', endpoint('§1.2 [O] several at once…')),
  calls.notUsed('a hundred of them at most', 'notAsked'),
  calls.tested('find gives the one that sorts first', endpoint('§1.2 [O] find gives one payment…')),
  calls.tested('find can ask for a status', endpoint('§1.2 [O] find gives one payment…')),
  calls.tested('find of what there is not: 404', endpoint('§1.2 [O] find of an unknown merchant_uid…')),
  calls.tested('findAll gives every attempt, 20 a page or up to 1000', lookup('§1.2 [O] findAll pages by 20…')),
  calls.tested('findAll can ask for a status', lookup('§1.2 [O] findAll pages by 20…')),
  calls.tested('the feed says its total and its neighbour pages', endpoint('§1.2 [O] the feed by status gives total…')),
  calls.tested('a status or page that is none: 400', endpoint('§1.2 [O] the feed of …')),
  calls.tested('its pages hold 20, or up to 1000', endpoint('§1.2 [O] the feed pages by 20, or by limit up to 1000')),
  calls.tested('90 days at once at most', endpoint('§1.2 [O] the feed spans 90 days at most…')),
  calls.tested('the newest start first, or another order', endpoint('§1.2 [O] the feed sorts by -started…')),
  calls.tested('it is what payments are reconciled with', endpoint('§1.2 [O] the feed spans 90 days at most…')),
  calls.notUsed('a payment’s balance by kind of tax', 'notAsked'),
];

const prepareStatements: readonly Statement[] = [
  calls.tested('an amount is registered, and can be read', endpoint('§1.2 [O] prepare gives merchant_uid, amount…')),
  calls.tested('for ids of at most 40 characters', lookup('§1.2 [O] prepare takes a merchant_uid of 40…')),
  calls.tested('without a currency none is compared', endpoint('§1.2 [O] prepare without a currency checks none')),
  calls.tested('a second time is refused with code 1', endpoint('§1.2 [O] a second prepare of a merchant_uid…')),
  calls.tested('changing what was never registered: 404', endpoint('§1.2 [O] PUT prepare of an unknown…')),
  calls.notUsed('what is registered can be changed', 'notAsked'),
  calls.tested('the window then takes no other amount', endpoint('§1.2 [O] once prepared, the window refuses…')),
  calls.tested('which saves nobody from looking afterwards', lookup('§1.2 [O] what was prepared is no proof…')),
];

const cancelStatements: readonly Statement[] = [
  calls.tested('by either id; imp_uid counts, even a wrong one', endpoint('§1.2 [O] cancel by imp_uid or…')),
  calls.tested('no amount, or 0, is all of it', endpoint('§1.2 [O] cancel with {…')),
  calls.tested('so that we never ask for 0', endpoint('§1.2 [O] our strategy never asks for a refund of 0…')),
  calls.tested('the part that is free of tax is said', cancel('§1.2 [O] takes tax_free as a part of the amount…')),
  calls.notUsed('the VAT of it can be said', 'notAsked'),
  calls.tested('another balance than ours cancels nothing', endpoint('§1.2 [O] cancel with a checksum…')),
  calls.tested('null leaves the balance uncompared', endpoint('§1.2 [O] cancel with a checksum…')),
  calls.tested('the reason is kept in the history', cancel('§1.2 [O] after a lost reply cancel_history tells…')),
  calls.tested('a deposit needs an account to go back to', cancel('§1.2 [O] of a deposit needs refund_bank…')),
  calls.notUsed('a telephone number with that account', 'notAsked'),
  calls.notUsed('keeping a promotion', 'discounts'),
  calls.notUsed('extra parameters', 'notAsked'),
  calls.tested('what is refused comes as 200 with 1 or -1', endpoint('§1.2 [O] cancel refuses what is fully…')),
  calls.tested(
    'no idempotency key: without a guard it happens twice',
    endpoint('§1.2 [O] there is no idempotency key…'),
  ),
  calls.tested('lost replies: the history first, then again', cancel('§1.2 [O] after a lost reply cancel_history…')),
  statementsOf('§1.2', 'C').tested('words for what there is not', endpoint('§1.2 [C] cancel of what there is not…')),
  calls.notUsed('virtual accounts made by a call', 'notAsked'),
  calls.notUsed('receipts, also of sales elsewhere', 'cashReceipts'),
  calls.notUsed('keys, their payments and schedules', 'billing'),
];

const objectStatements: readonly Statement[] = [
  objects.tested('which fields are always there', object('§1.3 [O] has every field there is…')),
  objects.tested('which fields there are', object('§1.3 [O] has every field there is…')),
  objects.tested('times are seconds, 0 where nothing happened', object('§1.3 [O] has every field there is…')),
  objects.tested('custom_data is JSON in a text', object('§1.3 [O] has every field there is…')),
  objects.tested('four statuses', status('§1.3 [O] the statuses are ready, paid, cancelled and failed')),
  objects.tested('why it failed, and when', status('§1.3 [O] the statuses are ready, paid, cancelled and failed')),
  objects.tested('an account to pay into, and until when', status('§1.3 [O] an account to pay into is told…')),
  statementsOf('§1.3', 'C').tested('a part given back is `cancelled` too', object('§1.3 [C] a partial cancel is…')),
  statementsOf('§1.3', 'C').tested('each part has its row in the history', object('§1.3 [C] a partial cancel is…')),
  objects.tested('tests are hidden unless asked for', object('§1.3 [O] a test-channel payment is 404 by imp_uid…')),
  objects.tested('and pay nothing in production', whole('§1.3 [O] what is paid through a test channel of portone_v1…')),
  objects.notUsed('whose billing key it was paid with', 'billing'),
  objects.notUsed('promotions and their discount', 'discounts'),
  objects.notUsed('several deposits into one account, escrow', 'notAsked'),
  objects.notUsed('a list of cancellation receipts beside the history', 'oldForm'),
];

const browserStatements: readonly Statement[] = [
  browser.tested('the script is handed the request', window('§1.4 [O] the callback says how it ended')),
  browser.notUsed('a group of channels instead of one', 'notAsked'),
  browser.tested('ids of 40 characters; what is paid is refused', window('§1.4 [O] request_pay takes a merchant_uid…')),
  browser.tested('names of 40 characters', window('§1.4 [O] request_pay takes a name of 40 characters…')),
  browser.tested('the callback tells how it ended', window('§1.4 [O] the callback says how it ended')),
  browser.tested('phones come back by an address', window('§1.4 [O] the redirect says imp_uid and merchant_uid…')),
  browser.notUsed('the older parameter for success', 'oldForm'),
  browser.tested('neither is to be believed', window('§1.4 [O] what the browser brings back is not believed…')),
  browser.tested('we can be asked before money moves', window('§1.4 [O] confirm_url is asked before the money moves…')),
  browser.tested('and the buyer is told why not', window('§1.4 [O] confirm_url is asked before the money moves…')),
  browser.notUsed('how long that question waits', 'notAsked'),
  browser.tested('a webhook names payment and status, as JSON or form', window('§1.4 [O] a webhook is …')),
  browser.tested('which events send one', window('§1.4 [O] webhooks come for paid, issued, deposited…')),
  browser.tested('a failure sends none', window('§1.4 [O] webhooks come for paid, issued, deposited…')),
  browser.notUsed('scheduled payments send one', 'billing'),
  browser.tested('our own cancellation sends one on request', window('§1.4 [O] a cancel by the API sends one only…')),
  browser.tested('it is not signed: a hint, to be asked about', window('§1.4 [O] a webhook is unsigned…')),
  browser.notUsed('which addresses it comes from', 'network'),
  browser.notUsed('how long its sender waits', 'network'),
  browser.tested('one try, or five more a minute apart', window('§1.4 [O] without an answer, and resends…')),
  browser.tested('it may come twice', window('§1.4 [O] a webhook may come twice…')),
  browser.tested('in any order with the browser', window('§1.4 [O] what the browser brings back is not believed…')),
  browser.tested('what failed can be paid later', window('§1.4 [O] what failed may be paid late…')),
];

/** PortOne V1, §1. */
export const portOneV1: readonly Statement[] = [
  ...accessStatements,
  ...lookupStatements,
  ...prepareStatements,
  ...cancelStatements,
  ...objectStatements,
  ...browserStatements,
];
