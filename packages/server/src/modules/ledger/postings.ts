import type { ProviderName } from '@didacto/sdk/contract';
import { type Account, type EarningsAccount, receivableOf } from './accounts.js';
import { type Amount, vatOfEach, vatOfPart } from './vat.js';

/** One line of a journal entry: a debit above 0, a credit below 0. Integer KRW. */
export interface Posting {
  readonly account: Account;
  /** Whose earnings, a member id or `institution`; null on all other accounts. */
  readonly owner: string | null;
  readonly amount: number;
}

/** A line of the order, as far as the ledger is concerned. */
export interface SoldLine extends Amount {
  readonly id: string;
  readonly kind: 'premium' | 'tuition' | 'goods';
  readonly owner: string;
  /** What was given back of it before this effect. */
  readonly refunded: Amount;
}

/** What is given back of a line. */
export interface LinePart extends Amount {
  readonly lineId: string;
}

interface OfPayment {
  readonly provider: ProviderName;
  readonly orderId: string;
  readonly paymentId: string;
}

/** The payment's first capture is 1: a deposit can be taken back and made again, and each is an effect of its own. */
interface OfCapture extends OfPayment {
  readonly capture: number;
}

/**
 * Money that moved at a provider. `owed_…`: it is not what was asked for, or not wanted any more, and has to go back;
 * it is nobody's earnings and bears no VAT. What providers keep and what they pay out will be effects of their own.
 */
export type LedgerEffect =
  | (OfCapture & { readonly kind: 'capture'; readonly lines: readonly SoldLine[] })
  /** The bank took the deposit back: everything that was not refunded goes. */
  | (OfCapture & { readonly kind: 'capture_reversed'; readonly lines: readonly SoldLine[] })
  /** `lines` are all of the order's, for the VAT of each depends on the others. */
  | (OfPayment & {
      readonly kind: 'refund';
      readonly refundId: string;
      readonly lines: readonly SoldLine[];
      readonly parts: readonly LinePart[];
    })
  | (OfCapture & { readonly kind: 'owed_capture'; readonly amount: number })
  | (OfCapture & { readonly kind: 'owed_capture_reversed'; readonly amount: number })
  | (OfPayment & { readonly kind: 'owed_refund'; readonly refundId: string; readonly amount: number });

/** Names what happened at the provider, however it is booked, so that it is booked once. */
export const effectKey = (effect: LedgerEffect): string =>
  'refundId' in effect
    ? `refund:${effect.refundId}`
    : `${effect.kind.replace('owed_', '')}:${effect.paymentId}:${effect.capture}`;

/** What one line earns its owner; below 0 where it is given back. */
export interface Earning {
  readonly account: EarningsAccount;
  readonly owner: string;
  readonly net: number;
  readonly vat: number;
}

/** What an effect earns, line by line. @throws RangeError where more would go back than came, or of another line */
export function earningsOf(effect: LedgerEffect): Earning[] {
  switch (effect.kind) {
    case 'capture':
      return priced(effect.lines).map((line) => earning(line, accountOf(line, 'revenue'), line, line.vat, 1));
    case 'capture_reversed':
      return priced(effect.lines).map((line) => givenBack(line, accountOf(line, 'revenue'), restOf(line)));
    case 'refund': {
      const lines = new Map(priced(effect.lines).map((line) => [line.id, line]));
      return effect.parts.map((part) => {
        const line = lines.get(part.lineId);
        // Taken out, so that no line is in twice: the second part would not know of the first.
        if (!line || !lines.delete(part.lineId)) throw new RangeError(`${part.lineId} is no line of ${effect.orderId}`);
        return givenBack(line, accountOf(line, 'refunds'), part);
      });
    }
    default:
      return [];
  }
}

/** The postings of an effect; they add up to 0. @throws RangeError where more would go back than came, or of another line */
export function postingsOf(effect: LedgerEffect): Posting[] {
  const receivable = receivableOf(effect.provider);
  if (effect.kind === 'owed_capture') return moved(effect.amount, 'payable', receivable);
  if ('amount' in effect) return moved(effect.amount, receivable, 'payable');
  const earnings = earningsOf(effect);
  const sum = (of: (earning: Earning) => number) => earnings.reduce((total, earning) => total + of(earning), 0);
  return merged([
    { account: receivable, owner: null, amount: sum(({ net, vat }) => net + vat) },
    { account: 'vat', owner: null, amount: -sum(({ vat }) => vat) },
    ...earnings.map(({ account, owner, net }) => ({ account, owner, amount: -net })),
  ]);
}

type PricedLine = SoldLine & { readonly vat: number };

function priced(lines: readonly SoldLine[]): PricedLine[] {
  const vat = vatOfEach(lines);
  return lines.map((line, at) => ({ ...line, vat: vat[at] ?? 0 }));
}

const restOf = ({ amount, taxFree, refunded }: SoldLine): Amount => ({
  amount: amount - refunded.amount,
  taxFree: taxFree - refunded.taxFree,
});

/** Tuition is a debt until it is taught; what goes back of it was never income. */
const accountOf = ({ kind }: SoldLine, otherwise: 'revenue' | 'refunds'): EarningsAccount =>
  kind === 'tuition' ? 'tuition_advance' : otherwise;

function givenBack(line: PricedLine, account: EarningsAccount, part: Amount): Earning {
  const rest = restOf(line);
  const fits =
    part.taxFree >= 0 &&
    part.taxFree <= rest.taxFree &&
    part.amount >= part.taxFree &&
    part.amount - part.taxFree <= rest.amount - rest.taxFree;
  if (!fits) throw new RangeError(`${part.amount} (free of VAT: ${part.taxFree}) cannot be given back of ${line.id}`);
  return earning(line, account, part, vatOfPart(line, line.refunded, part), -1);
}

const earning = ({ owner }: SoldLine, account: EarningsAccount, part: Amount, vat: number, sign: 1 | -1): Earning => ({
  account,
  owner,
  net: sign * (part.amount - vat),
  vat: sign * vat,
});

const moved = (amount: number, from: Account, to: Account): Posting[] => [
  { account: to, owner: null, amount },
  { account: from, owner: null, amount: -amount },
];

/** One posting for each account and owner, none of 0. */
function merged(postings: readonly Posting[]): Posting[] {
  const byPlace = new Map<string, Posting>();
  for (const posting of postings) {
    const place = JSON.stringify([posting.account, posting.owner]);
    byPlace.set(place, { ...posting, amount: posting.amount + (byPlace.get(place)?.amount ?? 0) });
  }
  return [...byPlace.values()].filter(({ amount }) => amount !== 0);
}
