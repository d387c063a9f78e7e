import { describe, expect, test } from 'vitest';
import { payData } from '../../../../sandbox/portone-v1/testing/v1-client.js';
import { onEachTarget, onTarget } from './testing/fidelity-target.js';

// What psp-contracts sections 1.2 and 1.3 say of finding a payment and of what it is called, as far as we rely on it.
onEachTarget((target) => {
  const { world, pay, cancel, now, inquire } = onTarget(target);
  // Needs time and buyers in our hands.
  const controlled = test.skipIf(!target.isSandbox);

  describe('§1.2 endpoints', () => {
    test('§1.2 [O] prepare takes a merchant_uid of 40 characters, and no longer one', async () => {
      const prepare = async (length: number) => {
        const { status, envelope } = await world().client.send('POST', '/payments/prepare', {
          ...{ merchant_uid: world().newMerchantUid().padEnd(length, '0'), amount: 1_000 },
        });
        return { status, isDone: envelope?.code === 0 };
      };
      expect(await prepare(40)).toEqual({ status: 200, isDone: true });
      expect(await prepare(41)).toEqual({ status: 200, isDone: false });
    });

    controlled('§1.2 [O] findAll pages by 20, or by limit up to 1000', async () => {
      for (let n = 0; n < 21; n++) await world().bench.party.buy(payData('a'), { act: 'decline' });
      const page = async (query: string) => (await world().client.get(`/payments/findAll/a${query}`)).envelope;
      expect(await page('')).toMatchObject({ response: { total: 21, previous: 0, next: 2 } });
      expect(await page('?page=2')).toMatchObject({ response: { previous: 1, next: 0, list: [{ status: 'failed' }] } });
      expect(await page('?limit=1000')).toMatchObject({ response: { total: 21, next: 0 } });
      expect((await world().client.get('/payments/findAll/a?limit=1001')).status).toBe(400);
      expect((await world().client.get('/payments/findAll/a/paid')).envelope).toMatchObject({ response: { total: 0 } });
    });

    controlled(
      '§1.2 [O] what was prepared is no proof: another amount that was paid is told by the payment',
      async () => {
        await world().client.send('POST', '/payments/prepare', { merchant_uid: 'a', amount: 300_000 });
        await pay('a', {}, { amount: 1_000 });
        expect(await inquire('a')).toMatchObject({ outcome: 'approved', value: { status: 'captured', amount: 1_000 } });
      },
    );
  });

  describe('§1.3 the payment object', () => {
    controlled('§1.3 [O] the statuses are ready, paid, cancelled and failed', async () => {
      const statusOf = async (impUid: string) => (await world().client.payment(impUid)).status;
      const paid = await pay('a');
      expect(await statusOf(paid)).toBe('paid');
      await cancel({ imp_uid: paid });
      expect(await statusOf(paid)).toBe('cancelled');
      expect(await statusOf(await pay('v', { pay_method: 'vbank' }))).toBe('ready');
      await world().bench.party.buy(payData('f'), { act: 'decline' });
      expect((await world().client.get('/payments/find/f')).envelope).toMatchObject({
        response: { status: 'failed', failed_at: now() / 1000, fail_reason: expect.stringMatching(/./), paid_at: 0 },
      });
      expect(await inquire('f')).toMatchObject({ value: { status: 'failed' } });
    });

    controlled('§1.3 [O] an account to pay into is told by its vbank_ fields; our strategy waits for it', async () => {
      const impUid = await pay('v', { pay_method: 'vbank' });
      const payment = await world().client.payment(impUid);
      expect(payment).toMatchObject({
        ...{ status: 'ready', vbank_name: expect.stringMatching(/./), vbank_num: expect.stringMatching(/^\d+$/) },
        ...{ vbank_holder: expect.stringMatching(/./), vbank_issued_at: now() / 1000, paid_at: 0 },
        vbank_date: expect.any(Number),
      });
      const dueAt = new Date(Number(payment.vbank_date) * 1000).toISOString();
      expect(await inquire('v')).toMatchObject({
        value: { status: 'pending', dueAt, virtualAccount: { number: payment.vbank_num } },
      });
      world().bench.party.deposit('v');
      expect(await inquire('v')).toMatchObject({ value: { status: 'captured', method: 'virtual_account' } });
    });
  });
});
