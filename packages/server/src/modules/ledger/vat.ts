import { portion, share } from '../../platform/shares.js';

/** Money with the part of it that is free of VAT. Integer KRW. */
export interface Amount {
  readonly amount: number;
  readonly taxFree: number;
}

/** The part of a price that is subject to VAT, which it includes. */
const taxable = ({ amount, taxFree }: Amount): number => amount - taxFree;

/** VAT that a price includes: a tenth of the net price is an eleventh of the price. No half won can occur: 11 is odd. */
export const vatOf = (price: Amount): number => Math.round(taxable(price) / 11);

/** VAT of the sum of prices, allocated to them so that no won is lost. */
export function vatOfEach(prices: readonly Amount[]): number[] {
  const sum = (of: (price: Amount) => number) => prices.reduce((all, price) => all + of(price), 0);
  const total = { amount: sum(({ amount }) => amount), taxFree: sum(({ taxFree }) => taxFree) };
  return share(vatOf(total), prices.map(taxable));
}

/**
 * The VAT in a part that is given back of a price, where other parts went back before. It is the growth of a rounded
 * running total, so that the parts of the whole price take exactly its VAT with them, however many they are.
 */
export function vatOfPart(price: Amount & { readonly vat: number }, before: Amount, part: Amount): number {
  const upTo = (given: number): number => portion(price.vat, given, taxable(price));
  return upTo(taxable(before) + taxable(part)) - upTo(taxable(before));
}
