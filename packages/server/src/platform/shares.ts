// BigInt: the products of two amounts go past what a number holds exactly.

/** `value * part / whole` to the nearest whole number, halves up. All at least 0; 0 of nothing is 0. */
export function portion(value: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  const [product, divisor] = [BigInt(value) * BigInt(part), BigInt(whole)];
  return Number((2n * product + divisor) / (2n * divisor));
}

/** The same, up to the next whole number. */
export function portionUp(value: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  const [product, divisor] = [BigInt(value) * BigInt(part), BigInt(whole)];
  return Number((product + divisor - 1n) / divisor);
}

/**
 * Shares `total` out by weight, in whole numbers that add up to it: each gets its floor, and what is left goes one by one
 * to the largest remainders, the earlier one first. All at least 0; where no weight is above 0, nothing is shared out.
 */
export function share(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (sum === 0n) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight));
  const shares = exact.map((product) => Number(product / sum));
  const left = total - shares.reduce((all, one) => all + one, 0);
  const byRemainder = exact
    .map((product, at) => ({ at, remainder: product % sum }))
    .sort((one, other) => Number(other.remainder - one.remainder) || one.at - other.at);
  for (const { at } of byRemainder.slice(0, left)) shares[at] = (shares[at] ?? 0) + 1;
  return shares;
}
