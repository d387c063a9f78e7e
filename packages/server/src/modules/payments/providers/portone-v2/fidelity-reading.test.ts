import { describe, expect } from 'vitest';
import { createPortOneV2 } from './portone-v2.js';
import { refundRequest } from './testing/bench.js';
import { onEachTarget, onTarget } from './testing/fidelity-target.js';

// What psp-contracts section 2 says of reading PortOne V2's payments and lists, as far as we rely on it.
onEachTarget((target) => {
  const { world, controlled, newPaymentId, buy, look, list, inquire } = onTarget(target);

  /** What our strategy sees of a payment once PortOne's replies are changed. */
  const seenWith = async (paymentId: string, change: (body: string) => string) => {
    const { config, send, v2 } = world();
    const later = createPortOneV2(
      config,
      async (call) => {
        const reply = await send(call);
        return { ...reply, body: change(reply.body) };
      },
      v2.bench.serverClock,
    );
    return later.inquire({ paymentId, providerPaymentId: null, buyerId: '' });
  };

  describe('§2 what PortOne adds later', () => {
    controlled('§2 [O] fields that we do not know are borne', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      const added = (body: string) => JSON.stringify({ ...JSON.parse(body), moonPhase: { name: 'full' } });
      expect(await seenWith(paymentId, added)).toEqual(await inquire(paymentId));
    });

    controlled('§2 [O] values that we do not know are borne; of a status they leave the payment unknown', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      const invented = (from: string, to: string) => seenWith(paymentId, (body) => body.replace(from, to));
      expect(await invented('"PaymentMethodCard"', '"PaymentMethodShell"')).toMatchObject({
        ...{ outcome: 'approved', value: { status: 'captured', method: 'PaymentMethodShell' } },
      });
      expect(await invented('"status":"PAID"', '"status":"ADORED"')).toMatchObject({ outcome: 'unknown' });
    });
  });

  controlled('§2 [O] 409 NEGATIVE_PROMOTION_ADJUSTED_CANCEL_AMOUNT is a refusal for certain', async () => {
    await world().v2.pay();
    const { config, send, v2 } = world();
    // A shop without promotions never gets it: another refusal says so instead.
    const refusing = createPortOneV2(
      config,
      async (call) => {
        const reply = await send(call);
        const type = 'NEGATIVE_PROMOTION_ADJUSTED_CANCEL_AMOUNT';
        return { ...reply, body: reply.body.replace('CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN', type) };
      },
      v2.bench.serverClock,
    );
    expect(await refusing.refund({ ...refundRequest, expectedBalance: 299_999 })).toMatchObject({
      ...{ outcome: 'declined', code: 'NEGATIVE_PROMOTION_ADJUSTED_CANCEL_AMOUNT' },
    });
    expect(v2.bench.truth.held(refundRequest.paymentId)).toBe(300_000);
  });

  describe('§2 GET /payments', () => {
    controlled(
      '§2 [O] filters by when a state changed, by test channels and by store, in the order that is asked for',
      async () => {
        const [first, second, tried] = [newPaymentId(), newPaymentId(), newPaymentId()];
        await buy(first);
        world().v2.bench.clock.advance(1_000);
        await buy(second);
        await buy(tried, {}, { act: 'pay', test: true });
        world().v2.bench.clock.advance(1_000);
        world().v2.bench.party.cancelInConsole(first, 1_000);
        const idsOf = async (filter: object) =>
          (await list({ filter: { timestampType: 'STATUS_CHANGED_AT', isTest: false, ...filter } })).json.items?.map(
            ({ id }) => id,
          );
        const order = { sortBy: 'STATUS_CHANGED_AT', sortOrder: 'ASC' };
        expect(await idsOf(order)).toEqual([second, first]);
        expect(await idsOf({ ...order, from: '2026-09-01T00:00:02Z' })).toEqual([first]);
        expect(await idsOf({ isTest: true })).toEqual([tried]);
        expect((await list({ filter: { storeId: 'store-another' } })).status).toBe(403);
      },
    );
  });

  describe('§2 virtual accounts', () => {
    controlled(
      '§2 [O] an account is VIRTUAL_ACCOUNT_ISSUED until it is paid into; our strategy waits for it',
      async () => {
        const paymentId = newPaymentId();
        await buy(paymentId, { payMethod: 'VIRTUAL_ACCOUNT' });
        expect(await look(paymentId)).toMatchObject({
          ...{ status: 'VIRTUAL_ACCOUNT_ISSUED', method: { type: 'PaymentMethodVirtualAccount' } },
        });
        expect(await inquire(paymentId)).toMatchObject({
          value: { status: 'pending', virtualAccount: { number: expect.stringMatching(/^\d+$/) } },
        });
        world().v2.bench.party.deposit(paymentId);
        expect(await inquire(paymentId)).toMatchObject({ value: { status: 'captured' } });
      },
    );
  });

  controlled('§2 [O] VAT is round((total - taxFree) / 11): ours and theirs are the same', async () => {
    for (const [total, taxFree] of [
      [10_000, 1_234],
      [1_000, 0],
      [300_000, 300_000],
    ] as const) {
      const paymentId = newPaymentId();
      await buy(paymentId, { totalAmount: total, taxFreeAmount: taxFree });
      expect(await look(paymentId)).toMatchObject({ amount: { vat: Math.round((total - taxFree) / 11) } });
    }
  });
});
