import type { ProviderName } from '@didacto/sdk/contract';
import { createLedger } from '../modules/ledger/ledger.js';
import { iso, systemClock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { idFactory, systemRandom } from '../platform/ids.js';
import { sha256 } from '../platform/sha256.js';
import type { World } from './world.js';

const newId = idFactory(systemClock, systemRandom);
const at = (): string => iso(Date.now());

/** What a checkout link's fragment and a returning browser hold in the samples. */
export const checkoutCode = 'code-of-the-checkout';
export const checkoutNonce = 'nonce-of-the-payment';

/** A provider that nobody answers for: a call that reaches it ends in `unknown`, which is an answer. */
export const silentProvider: Readonly<Record<string, string>> = {
  TOSSPAYMENTS_SECRET_KEY: 'live_sk_nobody',
  TOSSPAYMENTS_CLIENT_KEY: 'live_ck_nobody',
  TOSSPAYMENTS_MERCHANT_ID: 'nobody',
  TOSSPAYMENTS_URL: 'http://127.0.0.1:9',
};

/** Rows of sales in a world, made as the samples need them. The buyer is the student on the roster. */
export function salesRows(db: Database) {
  const product = async (change: object = {}): Promise<string> => {
    const id = newId('prd');
    const usual = { kind: 'goods', name: '교재', price: 22_000, tax_free: 0, stock: null, state: 'on_sale' };
    await db('products').insert({ id, ...usual, created_at: at(), updated_at: at(), ...change });
    return id;
  };
  const order = async ({ rostered }: World, state = 'open'): Promise<string> => {
    const id = newId('ord');
    const times = { expires_at: iso(Date.now() + 1_800_000), created_at: at(), updated_at: at() };
    await db('orders').insert({ id, buyer_id: rostered.id, state, total: 22_000, tax_free: 0, ...times });
    await db('order_lines').insert({
      ...{ id: newId('orl'), order_id: id, position: 0, product_id: await product(), kind: 'goods', name: '교재' },
      ...{ quantity: 1, unit_price: 22_000, amount: 22_000, tax_free: 0, owner: 'institution', reserved: 0 },
    });
    await db('checkout_codes').insert({
      code_digest: sha256(`${checkoutCode}-${id}`),
      order_id: id,
      expires_at: times.expires_at,
    });
    return id;
  };
  const payment = async (world: World, state = 'not_started', provider: ProviderName = 'tosspayments') => {
    const isPaid = state === 'succeeded';
    const orderId = await order(world, isPaid ? 'paid' : 'open');
    const id = newId('pay');
    await db('payments').insert({
      ...{ id, order_id: orderId, provider, method: 'card', installment_months: 0, state, amount: 22_000, tax_free: 0 },
      ...{ version: 1, nonce_digest: sha256(checkoutNonce), created_at: at(), updated_at: at() },
      ...(isPaid && {
        captured: 22_000,
        captures: 1,
        booked_as: 'earnings',
        provider_payment_id: id,
        captured_at: at(),
      }),
    });
    return { orderId, paymentId: id };
  };
  const deadTask = async (world: World): Promise<string> => {
    const { paymentId } = await payment(world);
    const id = newId('tsk');
    const times = { due_at: at(), created_at: at(), updated_at: at() };
    await db('payment_tasks').insert({
      id,
      kind: 'settle',
      subject: paymentId,
      payment_id: paymentId,
      state: 'dead',
      attempts: 8,
      ...times,
    });
    return id;
  };
  const alarm = async (): Promise<string> => {
    const id = newId('alm');
    const times = { opened_at: at(), last_at: at(), told_at: at() };
    await db('alarms').insert({
      id,
      code: 'payment_unknown',
      subject: newId('pay'),
      state: 'open',
      count: 1,
      detail: '',
      ...times,
    });
    return id;
  };
  const entry = async (): Promise<string> => {
    const paymentId = newId('pay');
    const effect = {
      kind: 'owed_capture',
      provider: 'tosspayments',
      orderId: newId('ord'),
      paymentId,
      capture: 1,
      amount: 1_000,
    } as const;
    await db.transaction((tx) => createLedger({ clock: systemClock, newId, timeZone: 'Asia/Seoul' }).book(tx, effect));
    const row: { id: string } = await db('journal_entries').where({ payment_id: paymentId }).first('id');
    return row.id;
  };
  return { product, order, payment, deadTask, alarm, entry };
}
