import { products } from '../school.js';
import type { Invariant, LineRow, Rest } from './rest.js';

const isGranted = ({ granted_at: grantedAt, revoked_at: revokedAt }: LineRow): boolean =>
  grantedAt !== null && revokedAt === null;

/** I19: granted is what was paid for and not given back, and everything else that was paid for went back. */
export const i19GrantedIsPaid: Invariant = ({ lines, payments, orders, held }, tell) => {
  for (const line of lines) {
    const order = orders.find(({ id }) => id === line.order_id);
    const paid = payments.find((one) => one.order_id === line.order_id && one.booked_as === 'earnings');
    const isPaid = paid !== undefined && held(paid.id) > 0;
    if (isGranted(line) && !isPaid)
      tell(`${line.id} of ${order?.id} (${order?.state}) is granted, and nothing is held`);
    if (isPaid && line.granted_at === null && line.refunded < line.amount)
      tell(`${line.id} was paid for, was not granted, and ${line.amount - line.refunded} did not go back`);
  }
};

/** I19: a place is given once, and only where it was paid for or given by hand. */
export const i19PlacesAreGivenOnce: Invariant = ({ lines, places }, tell) => {
  const granted = lines.filter((line) => line.kind === 'tuition' && isGranted(line));
  for (const { id, lecture_id: lectureId, student_id: studentId } of granted) {
    const same = granted.filter((one) => one.lecture_id === lectureId && one.student_id === studentId);
    if (same.length > 1) tell(`${studentId} has ${same.length} paid places in ${lectureId}`);
    if (!places.some((place) => place.lecture_id === lectureId && place.member_id === studentId))
      tell(`${id} is granted, and ${studentId} has no place in ${lectureId}`);
  }
  const byHand = /^enr_[0-9a-f]{26}$/;
  for (const { id, lecture_id: lectureId, member_id: memberId } of places)
    if (!byHand.test(id) && !granted.some((one) => one.lecture_id === lectureId && one.student_id === memberId))
      tell(`${memberId} has a place in ${lectureId} that nobody paid for`);
};

/** I19: nothing of what there is a number of is lost or sold twice. */
export const i19StockIsConserved: Invariant = ({ lines, stocks, known, orders }, tell) => {
  for (const { id, stock } of stocks) {
    const first = products.find((product) => product.id === id)?.stock ?? null;
    if (first === null || stock === null) continue;
    const own = lines.filter((line) => line.product_id === id);
    const held = own.reduce((sum, { reserved }) => sum + reserved, 0);
    const sold = own.filter(isGranted).reduce((sum, { quantity }) => sum + quantity, 0);
    const all = first + (known.restocked.get(id) ?? 0);
    if (stock < 0 || stock + held + sold !== all) tell(`of ${all} ${id}: ${stock} left, ${held} held, ${sold} sold`);
  }
  for (const { id, reserved, order_id: orderId } of lines)
    if (reserved > 0 && orders.find((one) => one.id === orderId)?.state !== 'open')
      tell(`${id} of an order that is over holds ${reserved}`);
};

/** I19: premium is who has a period that runs. */
export const i19GradeFollowsPeriods: Invariant = ({ grades }, tell) => {
  for (const { id, grade, running } of grades)
    if ((grade === 'premium') !== running > 0) tell(`${id} is of the ${grade} grade with ${running} periods that run`);
};

const sumOf = (rows: readonly { readonly amount: number; readonly tax_free: number }[]) =>
  rows.reduce((sum, row) => ({ amount: sum.amount + row.amount, taxFree: sum.taxFree + row.tax_free }), {
    amount: 0,
    taxFree: 0,
  });

/** I20, I21: the parts of refunds add up, by refund and by line, and so does what is free of VAT. */
export const i20RefundPartsAddUp: Invariant = ({ refunds, parts, lines, payments }, tell) => {
  const done = refunds.filter(({ state }) => state === 'succeeded');
  for (const refund of done) {
    const own = parts.filter((part) => part.refund_id === refund.id);
    if (own.length === 0) {
      const payment = payments.find(({ id }) => id === refund.payment_id);
      if (payment?.booked_as === 'earnings') tell(`${refund.id} is of no line`);
      continue;
    }
    const { amount, taxFree } = sumOf(own);
    if (amount !== refund.amount || taxFree !== refund.tax_free)
      tell(`${refund.id} is ${refund.amount} (${refund.tax_free}), its parts ${amount} (${taxFree})`);
  }
  for (const line of lines) {
    const own = parts.filter((part) => part.line_id === line.id && done.some(({ id }) => id === part.refund_id));
    const { amount, taxFree } = sumOf(own);
    if (amount !== line.refunded || taxFree !== line.refunded_tax_free)
      tell(`${line.id} counts ${line.refunded} (${line.refunded_tax_free}), its parts are ${amount} (${taxFree})`);
    if (amount - taxFree > line.amount - line.tax_free) tell(`${line.id} gave back more taxed money than it took`);
    if (amount === line.amount && taxFree !== line.tax_free)
      tell(`${line.id} gave back everything, but ${taxFree} of ${line.tax_free} free of VAT`);
  }
};

/** I21: the lines of an order add up to it. */
export const i21LinesAddUp: Invariant = ({ orders, lines }, tell) => {
  for (const order of orders) {
    const { amount, taxFree } = sumOf(lines.filter((line) => line.order_id === order.id));
    if (amount !== order.total || taxFree !== order.tax_free)
      tell(`${order.id} is ${order.total}, its lines ${amount}`);
  }
};

/** I23: each line is for whom the buyer said, and of the buyer who said it. */
export const i23LinesAreForWhomTheyWereAsked: Invariant = (rest, tell) => {
  for (const [orderId, { buyerId, asks }] of rest.known.orders) {
    const order = rest.orders.find(({ id }) => id === orderId);
    if (order?.buyer_id !== buyerId) tell(`${orderId} is ${order?.buyer_id}'s, not ${buyerId}'s`);
    const own = rest.lines.filter((line) => line.order_id === orderId);
    const asked = asks.map((ask) => `${ask.productId} ${ask.quantity} ${studentOf(rest, ask, buyerId)}`);
    const made = own.map((line) => `${line.product_id} ${line.quantity} ${line.student_id}`);
    if (String(asked) !== String(made)) tell(`${orderId} was asked for ${asked}, and is ${made}`);
  }
};

const studentOf = (_: Rest, ask: { productId: string; studentId?: string | undefined }, buyerId: string) => {
  const kind = products.find(({ id }) => id === ask.productId)?.kind;
  return ask.studentId ?? (kind === 'tuition' ? buyerId : null);
};
