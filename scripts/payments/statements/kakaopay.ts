import { type Statement, statementsOf, testsAt } from './statement.js';

const folder = 'providers/kakaopay';
const basic = testsAt(`${folder}/fidelity`, 'at the sandbox, as psp-contracts says');
const flow = testsAt(`${folder}/fidelity-flow`);
const redirect = testsAt(`${folder}/fidelity-flow`, '§4 [C] the redirect');
const approve = testsAt(`${folder}/fidelity-flow`, '§4 [C] approve');
const cancel = testsAt(`${folder}/fidelity-cancel`, '§4 [C] cancel');
const order = testsAt(`${folder}/fidelity-cancel`);
const status = testsAt(`${folder}/to-payment`, '§4 [C] each status of an order is one of ours');
const code = testsAt(`${folder}/refusals`, '§4 [O] what a code says of the money');
const result = testsAt(
  `${folder}/refusals`,
  '§4, §5.4 [O] what a bank or card company said, approving (-780) or cancelling (-781)',
);
const whole = testsAt('provider-rules');

const docs = statementsOf('§4', 'C');
const codes = statementsOf('§4', 'O');

const callStatements: readonly Statement[] = [
  docs.notUsed('where the API is', 'setting'),
  docs.tested('the secret key lets in', basic('§4 [C] the current API takes SECRET_KEY alone…')),
  docs.notUsed('the API before: its address, key, forms and errors', 'oldForm'),
  docs.tested('JSON there and back, with its own names for errors', basic('§4 [C] ready without cid is -2 [O]')),
  docs.tested('a CID for tests moves no money', flow('§4 [C] a payment with a test CID is no money')),
  docs.notUsed('a CID for tests of recurring payments', 'billing'),
  docs.tested('what ready needs', basic('§4 [C] ready without …')),
  docs.tested('how long its texts and addresses may be', basic('§4 [C] ready with a …')),
  docs.tested('and how long they may be at most', basic('§4 [C] texts of 100 and addresses of 255…')),
  docs.tested('VAT where it is not said', basic('§4 [C] an order whose buyer did nothing yet is READY…')),
  docs.tested('VAT where it is said', approve('takes the VAT that ready was given')),
  docs.tested('cards alone, with instalments', approve('of a card has card_info with the months')),
  docs.notUsed('a secret of the CID', 'notAsked'),
  docs.notUsed('item codes, deposits for cups, chosen cards, interest', 'notAsked'),
  docs.tested('what ready gives', basic('§4 [C] ready gives a tid of 20…')),
  docs.tested('no money moves in the window', redirect('goes to approval_url with pg_token…')),
  docs.tested('nor is our order named, unless by us', redirect('goes to approval_url with pg_token…')),
  docs.tested('giving up leads to cancel_url', redirect('of a buyer who gives up goes to cancel_url…')),
  docs.tested('failing leads to fail_url', redirect('of a payment that fails goes to fail_url…')),
  docs.tested('a closed tab leads nowhere', redirect('never comes from a tab that is closed…')),
];

const moneyStatements: readonly Statement[] = [
  docs.tested('what an approval gives', approve('moves the money, and says so with amounts, names and times')),
  docs.tested('its card', approve('of a card has card_info with the months')),
  docs.tested('its amount can be compared', approve('[O] of a wrong pg_token is -708, of another total_amount…')),
  docs.tested('a payload goes along', flow('§4 [C] a payload has 200 characters at most')),
  docs.notUsed('a key for the next payment', 'billing'),
  docs.tested('what a cancellation needs', cancel('without …')),
  docs.tested('VAT of a part, and what the answer tells', cancel('gives a part back: PART_CANCEL_PAYMENT…')),
  docs.tested('the balance that we expect', cancel('with a cancel_available_amount that is not the balance…')),
  docs.tested('all of it', cancel('of all that is left makes CANCEL_PAYMENT…')),
  docs.tested('an order tells its amounts', order('§4 [C] order lists what happened…')),
  docs.tested('and what happened, each with our payload', order('§4 [C] order lists what happened…')),
  docs.tested('thirteen statuses', status('…')),
  docs.tested('more may come', status('one that nobody knows is none')),
  docs.tested('no webhook and no idempotency key', flow('§4 [C] an Idempotency-Key means nothing…')),
  docs.tested('a lost approval is told by the order', flow('§4 [C] an approval whose reply was lost…')),
  docs.tested('so the tid is kept first', whole('§4 [C] the tid of KakaoPay is on record before…')),
];

const refusedBefore = (title: string): string => code(`${title}: nobody was asked for any`);

const codeStatements: readonly Statement[] = [
  codes.tested('-1', flow('§4 [O] -1 comes with HTTP 400'), code('-1: nothing')),
  codes.tested('-2', basic('§4 [C] ready without cid is -2 [O]'), refusedBefore('-2')),
  codes.tested('-5 with 403', flow('§4 [O] -5 comes with HTTP 403'), refusedBefore('-5')),
  codes.tested('-7', flow('§4 [O] -7 comes with HTTP 400'), code('-7: nothing')),
  codes.tested('-10', flow('§4 [O] -10 comes with HTTP 400'), code('-10: nothing')),
  codes.tested('-401 with 401', basic('§4 [C] the current API takes…'), refusedBefore('-401')),
  codes.tested('-403 with 403', flow('§4 [O] -403 comes with HTTP 403'), refusedBefore('-403')),
  codes.tested('-701', basic('§4 [O] an approval before the buyer authenticated is -701'), refusedBefore('-701')),
  codes.tested('-702', approve('[O] of what was approved already is -702…'), code('-702: it may have moved before')),
  codes.tested('-703', flow('§4 [O] -703 comes with HTTP 400'), refusedBefore('-703')),
  codes.tested('-704', flow('§4 [O] -704 comes with HTTP 400'), refusedBefore('-704')),
  codes.tested('-705', flow('§4 [O] -705 comes with HTTP 400'), refusedBefore('-705')),
  codes.tested('-706', basic('§4 [O] another partner_order_id is -706…'), refusedBefore('-706')),
  codes.tested('-707', basic('§4 [O] another partner_order_id is -706…'), refusedBefore('-707')),
  codes.tested('-708', approve('[O] of a wrong pg_token is -708…'), refusedBefore('-708')),
  codes.tested('-710', cancel('[O] of more than can be cancelled is -710'), refusedBefore('-710')),
  codes.tested('-721', basic('§4 [O] a tid that does not exist is -721'), refusedBefore('-721')),
  codes.tested('-722', approve('[O] of a wrong pg_token is -708, of another total…'), refusedBefore('-722')),
  codes.tested('-723', approve('[O] after about 15 minutes is -723'), refusedBefore('-723')),
  codes.tested('-724', flow('§4 [O] -724 comes with HTTP 400'), refusedBefore('-724')),
  codes.tested('-725', flow('§4 [O] -725 comes with HTTP 400'), refusedBefore('-725')),
  codes.tested('-726', flow('§4 [O] -726 comes with HTTP 400'), refusedBefore('-726')),
  codes.tested('-730', flow('§4 [O] -730 comes with HTTP 400'), refusedBefore('-730')),
  codes.tested('-731', basic('§4 [O] a CID that is none is -731'), refusedBefore('-731')),
  codes.tested('-732', flow('§4 [O] -732 comes with HTTP 400'), refusedBefore('-732')),
  codes.tested('-733', flow('§4 [O] -733 comes with HTTP 400'), refusedBefore('-733')),
  codes.notUsed('-750, -751, -752 and -753', 'billing'),
  codes.tested('-761', flow('§4 [O] -761 comes with HTTP 400'), refusedBefore('-761')),
  codes.tested('-780', approve('[O] refused by the bank is -780 with method_result_code…')),
  codes.tested('-781', cancel('[O] that the bank refuses is -781 with method_result_code')),
  codes.tested('-782', code('-782: nothing')),
  codes.tested(
    '-783',
    approve('[O] of a payment that its buyer gave up is -783'),
    code('-783: it may have moved before'),
  ),
  codes.tested('-784', basic('§4 [O] a cancellation of what was not paid is -784'), code('-784: it may have moved…')),
  codes.tested('-785', flow('§4 [O] a second approval or cancellation…'), code('-785: it may have moved before')),
  codes.tested('-798', flow('§4 [O] -798 comes with HTTP 400'), refusedBefore('-798')),
  codes.tested('-799', flow('§4 [O] -799 comes with HTTP 400'), refusedBefore('-799')),
  codes.tested('any other', code('0: nothing'), code('12345: nothing')),
  codes.tested('-9798 with 503', flow('§4 [O] -9798 comes with HTTP 503'), code('-9798: nothing')),
];

const resultStatements: readonly Statement[] = [
  codes.tested('the buyer’s other payment runs', approve('[O] while another transaction runs is -780 USER_LOCKED…')),
  codes.tested('which says nothing yet', result('USER_LOCKED tells nothing yet')),
  codes.tested('a bank is silent, for some 20 minutes', approve('[O] that a bank does not answer is -780…')),
  codes.tested('a bank is closed at night', result('BANK_FIRM_UNAVAILABLE is a refusal')),
  codes.tested('not that much can be cancelled', result('INVALID_CANCEL_AMOUNT is a refusal')),
  codes.tested('not in this state', result('INVALID_CANCEL_STATUS is for the order to tell')),
  codes.tested('too little on the account', result('LACK_BALANCE is a refusal')),
  codes.tested('limits: at once, and a day', result('LIMIT_ONE_TIME…'), result('LIMIT_USE_PER_DAY is a refusal')),
  codes.tested('a bank at work on itself', result('UNDER_CONSTRUCTION is a refusal')),
  codes.tested('a card company’s four digits', result('…')),
];

/** KakaoPay, §4. */
export const kakaoPay: readonly Statement[] = [
  ...callStatements,
  ...moneyStatements,
  ...codeStatements,
  ...resultStatements,
];
