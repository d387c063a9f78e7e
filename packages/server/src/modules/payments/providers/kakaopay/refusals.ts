/** A refusal in KakaoPay's words. Source of all codes: its error code workbook. */
export interface Refusal {
  /** `error_code`. */
  readonly code: number;
  /** `method_result_code`: what the bank or card company said. */
  readonly result: string | null;
  readonly message: string;
}

/**
 * What a refusal says of the money. `definite`: none moved. `look`: it may have moved, by an earlier request or by this one,
 * and the order tells. `unknown`: only asking later tells.
 */
export type Meaning = 'definite' | 'look' | 'unknown';

/** Refused before anybody was asked for money: by form, keys, ids, amounts, or because it is not its time. */
const unread: ReadonlySet<number> = new Set([
  ...[-2, -3, -4, -5, -401, -402, -403, -798, -799],
  ...[-701, -703, -704, -705, -706, -707, -708, -710, -721, -722, -723, -724, -725, -726],
  ...[-730, -731, -732, -733, -761],
]);

/** What banks refuse for certain; all else that they say may be about a transaction that goes on. */
const refusedByBank: ReadonlySet<string> = new Set([
  ...['BANK_ACCOUNT_NOT_FOUND', 'BANK_ACCOUNT_BLOCKED', 'BANK_NOT_CONNECTED', 'BANK_FIRM_UNAVAILABLE'],
  ...['LACK_BALANCE', 'NOT_ENOUGH_BALANCE', 'LIMIT_BALANCE', 'LIMIT_ONE_TIME', 'LIMIT_USE_PER_DAY'],
  ...['USER_NOT_FOUND', 'PAY_USER_NOT_FOUND', 'DEACTIVATED_USER_STATUS', 'UNDER_CONSTRUCTION'],
  ...['INVALID_CANCEL_AMOUNT', 'INVALID_CANCEL_STATUS_DEACTIVE'],
  // Of card companies: not allowed, over its limit, expired, months, amount, number, used up, terminal, lost.
  ...['0001', '0002', '0004', '0005', '0013', '0014', '0016', '0018', '0026'],
]);

/** Another transaction of the same buyer is running, or the bank has not answered: asking at once tells nothing. */
const underWay: ReadonlySet<string> = new Set(['USER_LOCKED', 'BANK_FIRM_UNKNOWN']);

/** Approval or cancellation failed at the bank or card company. */
const atBank: ReadonlySet<number> = new Set([-780, -781]);
/** Done already, not to be done in this state, or one too many at once. */
const byState: ReadonlySet<number> = new Set([-702, -783, -784, -785]);

export function meaningOf({ code, result }: Refusal): Meaning {
  if (unread.has(code)) return 'definite';
  if (byState.has(code)) return 'look';
  if (!atBank.has(code)) return 'unknown';
  if (result !== null && refusedByBank.has(result)) return 'definite';
  return result !== null && underWay.has(result) ? 'unknown' : 'look';
}
