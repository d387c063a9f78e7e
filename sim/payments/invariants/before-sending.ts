import type { ProviderCall } from '../../../packages/server/src/modules/payments/providers/exchange.js';
import type { PartyName } from '../../../packages/server/src/sandbox/merchant.js';
import type { Checks } from './checks.js';

interface PaymentFacts {
  readonly id: string;
  readonly order_id: string;
  readonly provider: string;
  readonly state: string;
  readonly provider_payment_id: string | null;
}

/** What holds before the first byte of every exchange leaves: other flows of the server stand still. */
export const beforeSending =
  (checks: Checks) =>
  async (party: PartyName, call: ProviderCall): Promise<void> => {
    const about = subjectOf(call);
    await i8IdsAreDurable(checks, party, call, about);
    if (about.moves === 'charge' && about.paymentId !== undefined) await i9NoOtherAttempt(checks, about.paymentId);
  };

interface Subject {
  readonly paymentId: string | undefined;
  readonly providerPaymentId: string | undefined;
  readonly refundId: string | undefined;
  /** What the call can do to money. */
  readonly moves: 'charge' | 'refund' | undefined;
}

/** Whom a call is about, read from what is sent, as its receiver would. */
function subjectOf({ method, path, body = '{}' }: ProviderCall): Subject {
  const fields: Readonly<Record<string, unknown>> = method === 'GET' ? {} : JSON.parse(body);
  const text = (...names: readonly string[]): string | undefined =>
    names.map((name) => fields[name]).find((value) => typeof value === 'string');
  const inPath = /(pay_[a-z0-9]{26})/.exec(path)?.[1];
  const refundId = /(rfd_[a-z0-9]{26})/.exec(text('cancelReason', 'reason', 'payload') ?? '')?.[1];
  const tossKey = /^\/v1\/payments\/([^/?]+)(?:\/cancel)?$/.exec(path)?.[1];
  const isOwn = tossKey === 'confirm' || tossKey === 'orders';
  return {
    ...{ paymentId: inPath ?? text('orderId', 'partner_order_id', 'merchant_uid'), refundId },
    providerPaymentId: text('paymentKey', 'tid', 'imp_uid') ?? (isOwn ? undefined : tossKey),
    moves: /\/(confirm|approve)$/.test(path) ? 'charge' : /\/cancel$/.test(path) ? 'refund' : undefined,
  };
}

/** I8: whatever is needed to ask again is on record before anything is asked. */
async function i8IdsAreDurable(
  { database, violate, trace }: Checks,
  party: PartyName,
  { path }: ProviderCall,
  { paymentId, providerPaymentId, refundId, moves }: Subject,
): Promise<void> {
  if (paymentId === undefined && providerPaymentId === undefined) return;
  const found = await database.all<PaymentFacts>(
    paymentId === undefined
      ? 'select * from payments where provider = ? and provider_payment_id = ?'
      : 'select * from payments where provider = ? and id = ?',
    [party, paymentId ?? providerPaymentId],
  );
  trace.count('check I8');
  const [payment] = found;
  if (payment === undefined) {
    // To ask about what somebody claims is no risk; to move money is.
    if (moves !== undefined || paymentId !== undefined) violate('I8', `${path}: the payment is not on record`);
    return;
  }
  if (moves === undefined) return;
  if (providerPaymentId !== undefined && payment.provider_payment_id !== providerPaymentId)
    violate('I8', `${path}: ${payment.id} has ${payment.provider_payment_id} on record, not ${providerPaymentId}`);
  // Another flow may have the answer to the same confirmation by now: to repeat it charges nothing twice.
  if (moves === 'charge' && payment.state === 'not_started')
    violate('I8', `${path}: ${payment.id} is confirmed while it is on record as ${payment.state}`);
  if (moves === 'refund') {
    const [refund] = await database.all<{ state: string }>('select state from refunds where id = ?', [refundId ?? '']);
    // Found out meanwhile that an earlier request had made it: the expected balance keeps this one from making it again.
    if (!['executing', 'unknown', 'succeeded'].includes(refund?.state ?? ''))
      violate('I8', `${path}: the refund is ${refund?.state ?? 'not'} on record`);
  }
}

/** I9: no charge is asked for while another attempt of the same order could still be approved. */
async function i9NoOtherAttempt({ database, violate, trace }: Checks, paymentId: string): Promise<void> {
  const others = await database.all<PaymentFacts>(
    `select o.* from payments p join payments o on o.order_id = p.order_id and o.id <> p.id
     where p.id = ? and o.surplus = 0 and o.state not in ('declined', 'expired')`,
    [paymentId],
  );
  trace.count('check I9');
  for (const { id, state } of others) violate('I9', `${paymentId} is confirmed while ${id} is ${state}`);
}
