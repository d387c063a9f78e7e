import { describe, expect, test } from 'vitest';
import { refundRequest } from './testing/bench.js';
import { onEachTarget, onTarget } from './testing/fidelity-target.js';

const minute = 60_000;
const refused = (status: number, type: string) => ({ status, json: { type } });

// What psp-contracts section 2 says of cancelling a payment at PortOne V2, as far as we rely on it.
onEachTarget((target) => {
  const { world, controlled, newPaymentId, buy, look, cancel } = onTarget(target);

  describe('§2 POST /payments/{paymentId}/cancel', () => {
    controlled('§2 [O] gives the cancellation with all that belongs to it', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      const fields = { amount: 100_000, taxFreeAmount: 100_000, currentCancellableAmount: 300_000, requester: 'ADMIN' };
      expect(await cancel(paymentId, fields)).toMatchObject({
        status: 200,
        json: {
          cancellation: {
            ...{ status: 'SUCCEEDED', id: expect.any(String), pgCancellationId: expect.any(String), reason: '환불' },
            ...{ totalAmount: 100_000, taxFreeAmount: 100_000, vatAmount: 0, trigger: 'API' },
            ...{ requestedAt: '2026-09-01T00:00:00.000Z', cancelledAt: '2026-09-01T00:00:00.000Z' },
          },
        },
      });
    });

    controlled('§2 [O] the cancellation is SUCCEEDED, REQUESTED or FAILED', async () => {
      const { party, clock } = world().v2.bench;
      const ids = [newPaymentId(), newPaymentId()];
      for (const [index, end] of (['SUCCEEDED', 'FAILED'] as const).entries()) {
        await buy(ids[index] ?? '');
        party.decideCancellationsLater(1, { afterMs: minute, end });
        expect((await cancel(ids[index] ?? '', {})).json.cancellation?.status).toBe('REQUESTED');
      }
      clock.advance(minute);
      expect(await look(ids[0] ?? '')).toMatchObject({ status: 'CANCELLED', cancellations: [{ status: 'SUCCEEDED' }] });
      expect(await look(ids[1] ?? '')).toMatchObject({ status: 'PAID', cancellations: [{ status: 'FAILED' }] });
    });

    controlled('§2 [O] without an amount all that is left is cancelled, so that we always say one', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      expect((await cancel(paymentId, {})).json.cancellation).toMatchObject({ totalAmount: 300_000 });
    });

    test('§2 [O] 404 PAYMENT_NOT_FOUND; 400 INVALID_REQUEST without a reason', async () => {
      expect(await cancel(newPaymentId(), { amount: 1_000 })).toMatchObject(refused(404, 'PAYMENT_NOT_FOUND'));
      expect(await cancel(newPaymentId(), { reason: undefined })).toMatchObject(refused(400, 'INVALID_REQUEST'));
    });

    controlled('§2 [O] 409 PAYMENT_NOT_PAID, PAYMENT_ALREADY_CANCELLED', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId, {}, { act: 'decline' });
      expect(await cancel(paymentId, {})).toMatchObject(refused(409, 'PAYMENT_NOT_PAID'));
      await buy(paymentId);
      await cancel(paymentId, {});
      expect(await cancel(paymentId, {})).toMatchObject(refused(409, 'PAYMENT_ALREADY_CANCELLED'));
    });

    controlled.each([
      ['CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN', { amount: 1_000, currentCancellableAmount: 1 }],
      ['CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT', { amount: 300_001 }],
      ['CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT', { amount: 100_001 }],
      ['CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT', { amount: 200_001, taxFreeAmount: 200_001 }],
      ['SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT', { amount: 1_000, taxFreeAmount: 2_000 }],
    ])('§2 [O] 409 %s', async (type, fields) => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      expect(await cancel(paymentId, fields)).toMatchObject(refused(409, type));
    });

    controlled('§2 [O] 409 MAX_CANCEL_COUNT_REACHED', async () => {
      const running = await target.start({ mostCancellations: 1 });
      try {
        const { pay, bench, provider } = running.v2;
        await pay();
        bench.party.cancelInConsole(refundRequest.paymentId, 1_000);
        const outcome = await provider.refund({ ...refundRequest, expectedBalance: 299_000 });
        expect(outcome).toMatchObject({ outcome: 'declined', code: 'MAX_CANCEL_COUNT_REACHED' });
      } finally {
        await running.stop();
      }
    });

    controlled('§2 [O] 502 PG_PROVIDER has pgCode and pgMessage', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      world().v2.bench.party.refuseCancellations(1);
      expect(await cancel(paymentId, {})).toMatchObject({
        status: 502,
        json: { type: 'PG_PROVIDER', pgCode: expect.any(String), pgMessage: expect.any(String) },
      });
    });

    controlled('§2 [O] a deposit goes back to refundAccount', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId, { payMethod: 'VIRTUAL_ACCOUNT' });
      world().v2.bench.party.deposit(paymentId);
      const refundAccount = { bank: 'SHINHAN', number: '110000000000', holderName: '김학부' };
      expect((await cancel(paymentId, { refundAccount })).status).toBe(200);
      expect(world().v2.bench.truth.held(paymentId)).toBe(0);
    });
  });
});
