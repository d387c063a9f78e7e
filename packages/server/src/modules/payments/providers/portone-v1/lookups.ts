import type { Clock } from '../../../../platform/clock.js';
import type { Outcome, PaymentKeys, ProviderPayment } from '../port.js';
import { type Unknown, unknown } from './access.js';
import type { Call } from './calls.js';
import { chosen } from './choose.js';
import { PageReply, PaymentReply } from './replies.js';
import { toPayment } from './to-payment.js';

export interface Lookups {
  byImpUid(impUid: string): Promise<Outcome<ProviderPayment | null>>;
  /** The attempt that decides about our payment; null: PortOne knows none of it. */
  find(keys: Pick<PaymentKeys, 'paymentId' | 'providerPaymentId'>): Promise<Outcome<ProviderPayment | null>>;
}

/** What a browser or a webhook says to be one can be anything, such as another path. */
const impUidForm = /^imp[a-z]*_[A-Za-z0-9]{1,28}$/;
/** Far more attempts than a buyer makes; beyond it nothing is guessed. */
const mostPages = 5;

export function lookups(call: Call, clock: Clock): Lookups {
  const byImpUid: Lookups['byImpUid'] = async (impUid) => {
    if (!impUidForm.test(impUid)) return { outcome: 'approved', value: null };
    // Without include_sandbox a payment through a test channel is hidden, and would only seem never to have been made.
    const answer = await call(PaymentReply, 'GET', `/payments/${impUid}?include_sandbox=true`);
    if (answer.outcome === 'ok') return { outcome: 'approved', value: toPayment(answer.value, clock.now()) };
    if (answer.outcome === 'missing') return { outcome: 'approved', value: null };
    return answer.outcome === 'refused' ? unknown(`refused_${answer.code}`, answer.message) : answer;
  };

  /** Every attempt under our id, oldest first. */
  const attemptsOf = async (paymentId: string): Promise<ProviderPayment[] | Unknown> => {
    const found: ProviderPayment[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const query = `sorting=started&limit=1000&page=${page}&include_sandbox=true`;
      const answer = await call(PageReply, 'GET', `/payments/findAll/${encodeURIComponent(paymentId)}?${query}`);
      if (answer.outcome === 'missing') return [];
      if (answer.outcome === 'refused') return unknown(`refused_${answer.code}`, answer.message);
      if (answer.outcome === 'unknown') return answer;
      for (const one of answer.value.list ?? []) found.push(toPayment(one, clock.now()));
      if (answer.value.next === 0) return found.filter((one) => one.paymentId === paymentId);
    }
    return unknown('too_many_attempts', `More attempts than ${mostPages} pages hold`);
  };

  const find: Lookups['find'] = async ({ paymentId, providerPaymentId }) => {
    if (providerPaymentId !== null) {
      const known = await byImpUid(providerPaymentId);
      if (known.outcome !== 'approved' || isDecisive(known.value, paymentId)) return known;
    }
    // The attempt we know of did not bring it: the buyer may have tried again. One of another payment says nothing at all.
    const attempts = await attemptsOf(paymentId);
    return 'outcome' in attempts ? attempts : { outcome: 'approved', value: chosen(attempts) ?? null };
  };

  return { byImpUid, find };
}

/** Ours, and real money: no other attempt can say more. */
const isDecisive = (payment: ProviderPayment | null, paymentId: string): boolean =>
  payment !== null && payment.paymentId === paymentId && payment.status === 'captured' && !payment.testMode;
