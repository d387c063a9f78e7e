/** What a fake party really charged and gave back. Out of band: tests and the sandbox's own pages read it, no client. */
export interface TruthRow {
  readonly provider: string;
  /** The merchant's id of the payment: orderId, merchant_uid, paymentId, partner_order_id. */
  readonly reference: string;
  readonly providerPaymentId: string;
  readonly kind: 'charge' | 'refund' | 'reversal';
  /** Integer KRW, above 0. */
  readonly amount: number;
  readonly taxFree: number;
  /** Through a test channel: no money. */
  readonly test: boolean;
  readonly at: string;
}

export interface TruthLedger {
  add(row: TruthRow): void;
  readonly rows: readonly TruthRow[];
  of(reference: string): readonly TruthRow[];
  /** Charged and not given back, in KRW, test channels aside. */
  held(reference: string): number;
}

export function truthLedger(): TruthLedger {
  const rows: TruthRow[] = [];
  const of = (reference: string) => rows.filter((row) => row.reference === reference);
  return {
    add: (row) => void rows.push(row),
    rows,
    of,
    held: (reference) =>
      of(reference)
        .filter(({ test }) => !test)
        .reduce((sum, { kind, amount }) => sum + (kind === 'charge' ? amount : -amount), 0),
  };
}
