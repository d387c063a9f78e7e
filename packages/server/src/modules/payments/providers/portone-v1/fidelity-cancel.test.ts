import { describe, expect, test } from 'vitest';
import { onEachTarget, onTarget } from './testing/fidelity-target.js';
import { refundRequest } from './testing/strategy.js';

const pgRefusal = { code: -1, message: '결제취소에 실패하였습니다.(PG 사유)', response: null };
const account = { bank: '88', number: '110123456789', holder: '김하늘' };

// What psp-contracts section 1.2 says of a cancellation beyond its guards, as far as we rely on it.
onEachTarget((target) => {
  const { world, pay, cancel, inquire } = onTarget(target);
  // Needs buyers in our hands.
  const controlled = test.skipIf(!target.isSandbox);

  describe('§1.2 POST /payments/cancel', () => {
    controlled('§1.2 [O] takes tax_free as a part of the amount, and no more of it than there is', async () => {
      const impUid = await pay('a', { tax_free: 100_000 });
      const tooMuch = await cancel({ imp_uid: impUid, amount: 150_000, tax_free: 150_000 });
      expect(tooMuch.envelope).toEqual(pgRefusal);
      const none = await cancel({ imp_uid: impUid, amount: 250_000, tax_free: 0 });
      expect(none.envelope).toEqual(pgRefusal);
      expect(world().bench.truth.held('a')).toBe(300_000);
      const part = await cancel({ imp_uid: impUid, amount: 150_000, tax_free: 100_000 });
      expect(part.envelope).toMatchObject({ code: 0, response: { cancel_amount: 150_000 } });
      expect(world().bench.truth.of('a').at(-1)).toMatchObject({ kind: 'refund', taxFree: 100_000 });
    });

    controlled('§1.2 [O] of a deposit needs refund_bank, refund_account and refund_holder; ours has them', async () => {
      const impUid = await pay('a', { pay_method: 'vbank' });
      world().bench.party.deposit('a');
      const without = await cancel({ imp_uid: impUid, refund_bank: '88', refund_account: '110123456789' });
      expect([without.status, without.envelope?.code, without.envelope?.response]).toEqual([200, 1, null]);
      expect(world().bench.truth.held('a')).toBe(300_000);
      const asked = { paymentId: 'a', providerPaymentId: impUid, amount: 300_000, taxFree: 0, account };
      const refund = await world().provider.refund(refundRequest(asked));
      expect(refund).toMatchObject({ outcome: 'approved', value: { amount: 300_000 } });
      expect(world().bench.truth.held('a')).toBe(0);
    });

    controlled(
      '§1.2 [O] after a lost reply cancel_history tells of it, and the same checksum takes nothing again',
      async () => {
        const impUid = await pay('a');
        const asked = { paymentId: 'a', providerPaymentId: impUid, amount: 100_000, taxFree: 0 };
        world().bench.faults.add({ kind: 'lost_after', path: '/payments/cancel' });
        expect(await world().provider.refund(refundRequest(asked))).toMatchObject({ outcome: 'unknown' });
        const { cancel_history: history } = await world().client.payment(impUid);
        expect(history).toMatchObject([{ amount: 100_000, reason: expect.stringContaining('[rfd_') }]);
        const again = await cancel({ imp_uid: impUid, amount: 100_000, checksum: 300_000 });
        expect([again.status, again.envelope?.response]).toEqual([200, null]);
        expect(await world().provider.refund(refundRequest(asked))).toMatchObject({
          ...{ outcome: 'approved', value: { amount: 100_000 } },
        });
        expect(world().bench.truth.held('a')).toBe(200_000);
      },
    );
  });

  describe('§1.1 an answer that is no envelope of 200', () => {
    controlled('§1.1 [O] a 500 says nothing of the money: our strategy calls it unknown, and asks', async () => {
      const impUid = await pay('a');
      const asked = { paymentId: 'a', providerPaymentId: impUid, amount: 300_000, taxFree: 0 };
      world().bench.faults.add({ kind: 'error_after', path: '/payments/cancel' });
      expect(await world().provider.refund(refundRequest(asked))).toMatchObject({
        ...{ outcome: 'unknown', code: 'http_500' },
      });
      expect(await inquire('a', impUid)).toMatchObject({ value: { refunded: 300_000 } });
    });
  });
});
