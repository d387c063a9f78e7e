import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { impUidIn, payData } from '../../../../sandbox/portone-v1/testing/v1-client.js';
import { asRawWebhook } from '../../../../testing/provider-bench.js';
import { onEachTarget, onTarget } from './testing/fidelity-target.js';

/** Of the payment object, as its documentation lists them. */
const fields =
  `imp_uid merchant_uid pay_method channel pg_provider emb_pg_provider pg_tid pg_id sandbox escrow apply_num bank_code
bank_name card_code card_name card_issuer_code card_issuer_name card_publisher_code card_publisher_name card_quota card_number
card_type vbank_code vbank_name vbank_num vbank_holder vbank_date vbank_issued_at name amount cancel_amount currency buyer_name
buyer_email buyer_tel buyer_addr buyer_postcode custom_data user_agent status started_at paid_at failed_at cancelled_at
fail_reason cancel_reason receipt_url cancel_history deposit_history cancel_receipt_urls cash_receipt_issued customer_uid
customer_uid_usage promotion`.split(/\s+/);

// What psp-contracts section 1 says of a payment, the window and webhooks, as far as we rely on it.
onEachTarget((target) => {
  const { world, pay, cancel, now, inquire } = onTarget(target);
  // Needs time, buyers or webhooks in our hands.
  const controlled = test.skipIf(!target.isSandbox);

  describe('§1.3 the payment object', () => {
    controlled('§1.3 [O] has every field there is, and those that we read in their types', async () => {
      const impUid = await pay('a', { tax_free: 100_000, custom_data: { lecture: 'lec_1' } });
      const payment = await world().client.payment(impUid);
      expect(Object.keys(payment).sort()).toEqual([...fields].sort());
      expect(payment).toMatchObject({
        ...{ imp_uid: impUid, merchant_uid: 'a', amount: 300_000, cancel_amount: 0, currency: 'KRW', status: 'paid' },
        ...{ sandbox: false, pay_method: 'card', pg_id: 'didacto_v1', custom_data: '{"lecture":"lec_1"}' },
        ...{ started_at: now() / 1000, paid_at: now() / 1000, failed_at: 0, cancelled_at: 0, cancel_history: [] },
      });
    });

    controlled(
      '§1.3 [C] a partial cancel is `cancelled` with amount > cancel_amount, a full one with both equal',
      async () => {
        const impUid = await pay('a');
        await cancel({ imp_uid: impUid, amount: 100_000, reason: '일할 환불' });
        const partial = await world().client.payment(impUid);
        expect(partial).toMatchObject({ status: 'cancelled', amount: 300_000, cancel_amount: 100_000 });
        expect(partial.cancel_history).toEqual([
          {
            ...{ pg_tid: partial.pg_tid, amount: 100_000, cancelled_at: now() / 1000, reason: '일할 환불' },
            ...{ cancellation_id: expect.stringMatching(/./), receipt_url: null },
          },
        ]);
        const view = await inquire('a', impUid);
        expect(view).toMatchObject({ value: { status: 'captured', amount: 300_000, refunded: 100_000 } });
        await cancel({ imp_uid: impUid });
        expect(await world().client.payment(impUid)).toMatchObject({ status: 'cancelled', cancel_amount: 300_000 });
      },
    );

    controlled('§1.3 [O] a test-channel payment is 404 by imp_uid unless include_sandbox=true', async () => {
      const impUid = await pay('a', {}, { test: true });
      expect((await world().client.get(`/payments/${impUid}`)).status).toBe(404);
      expect((await world().client.get(`/payments/${impUid}?include_sandbox=false`)).status).toBe(404);
      expect(await world().client.payment(impUid)).toMatchObject({ sandbox: true });
      const view = await inquire('a', impUid);
      expect(view).toMatchObject({ outcome: 'approved', value: { testMode: true } });
    });
  });

  describe('§1.4 browser, confirm process, webhook', () => {
    controlled('§1.4 [O] request_pay takes a merchant_uid of 40 characters, and none that was paid', async () => {
      const uid = 'm'.repeat(40);
      await pay(uid);
      await expect(pay(uid)).rejects.toThrow();
      await expect(pay(`${uid}m`)).rejects.toThrow();
    });

    controlled('§1.4 [O] request_pay takes a name of 40 characters, and no longer one', async () => {
      await pay('a', { name: '수'.repeat(40) });
      await expect(pay('b', { name: '수'.repeat(41) })).rejects.toThrow();
    });

    controlled('§1.4 [O] what the browser brings back is not believed: our strategy asks', async () => {
      const confirm = (paymentId: string, impUid: string | null) => {
        const keys = { paymentId, providerPaymentId: null, buyerId: '' };
        return world().provider.confirm(keys, { providerPaymentId: impUid, token: null }, 300_000);
      };
      const othersImpUid = await pay('b');
      await world().bench.party.buy(payData('a'), { act: 'decline' });
      expect(await confirm('a', othersImpUid)).toMatchObject({ value: { paymentId: 'a', status: 'failed' } });
      expect(await confirm('b', null)).toMatchObject({ value: { paymentId: 'b', status: 'captured' } });
    });

    controlled(
      '§1.4 [O] the redirect says imp_uid and merchant_uid, and error_code and error_msg after a failure',
      async () => {
        const names = async (act: 'pay' | 'decline') => {
          const destination = await world().bench.party.buy(payData(act), { act });
          return [...new URL(destination ?? '').searchParams.keys()];
        };
        expect(await names('pay')).toEqual(['payment', 'imp_uid', 'merchant_uid']);
        expect(await names('decline')).toEqual(['payment', 'imp_uid', 'merchant_uid', 'error_code', 'error_msg']);
      },
    );

    controlled('§1.4 [O] the callback says how it ended', async () => {
      const query = new URLSearchParams({ user_code: 'imp00000000', data: JSON.stringify(payData('a')) });
      const opened = await world().bench.send({ method: 'GET', path: `/v1/window?${query}`, headers: {} });
      const path = `${new URL(opened.headers.location ?? '').pathname.replace('/portone-v1', '')}/pay`;
      const { body } = await world().bench.send({ method: 'POST', path, headers: {} });
      const { callback } = z.object({ callback: z.record(z.string(), z.unknown()) }).parse(JSON.parse(body));
      expect(callback).toMatchObject({
        ...{ success: true, error_code: null, error_msg: null, imp_uid: expect.stringMatching(/^imp_\d{12}$/) },
        ...{ merchant_uid: 'a', pay_method: 'card', paid_amount: 300_000, status: 'paid', pg_provider: 'tosspayments' },
        ...{ paid_at: now() / 1000, pg_tid: expect.stringMatching(/./), apply_num: expect.stringMatching(/./) },
        receipt_url: expect.stringMatching(/^http/),
      });
    });

    controlled('§1.4 [O] confirm_url is asked before the money moves; anything but 200 stops it', async () => {
      const asked: unknown[] = [];
      const full = await target.start({
        ask: async ({ body }) => {
          asked.push(JSON.parse(body));
          return { status: 400, body: '{"reason":"정원이 찼습니다."}' };
        },
      });
      const data = payData('a', { confirm_url: 'https://school.test/confirm' });
      const destination = await full.bench.party.buy(data, { act: 'pay' });
      expect(asked).toEqual([{ imp_uid: impUidIn(destination), merchant_uid: 'a', amount: 300_000 }]);
      expect(new URL(destination ?? '').searchParams.get('error_msg')).toBe('정원이 찼습니다.');
      expect(full.bench.truth.rows).toEqual([]);
      await full.stop();
    });

    controlled.each(['json', 'form'] as const)(
      '§1.4 [O] a webhook is %s by setting, and our strategy reads it',
      async (format) => {
        const other = await target.start({ webhookFormat: format, webhookUrl: 'https://school.test/hooks' });
        const impUid = impUidIn(await other.bench.party.buy(payData('a'), { act: 'pay' }));
        const readings = other.bench.webhooks.map((one) => other.provider.parseWebhook(asRawWebhook(one)));
        const ids = { paymentId: 'a', providerPaymentId: impUid };
        expect(readings).toMatchObject([{ kind: 'hint', eventType: 'paid', proof: 'unsigned', ...ids }]);
        await other.stop();
      },
    );

    controlled(
      '§1.4 [O] webhooks come for paid, issued, deposited and cancelled in the console, not for a failure',
      async () => {
        const notice = { notice_url: 'https://school.test/hooks' };
        await pay('a', notice);
        await world().bench.party.buy(payData('f', notice), { act: 'decline' });
        await pay('v', { ...notice, pay_method: 'vbank' });
        world().bench.party.deposit('v');
        world().bench.party.cancelInConsole('a');
        const told = world().bench.webhooks.map(({ body }) => {
          const { merchant_uid: uid, status, cancellation_id: cancellation } = JSON.parse(body);
          return [uid, status, typeof cancellation];
        });
        expect(told).toEqual([
          ['a', 'paid', 'undefined'],
          ['v', 'ready', 'undefined'],
          ['v', 'paid', 'undefined'],
          ['a', 'cancelled', 'string'],
        ]);
      },
    );

    controlled('§1.4 [O] a cancel by the API sends one only with enable_webhook', async () => {
      const impUid = await pay('a', { notice_url: 'https://school.test/hooks' });
      await cancel({ imp_uid: impUid, amount: 1 });
      expect(world().bench.webhooks).toHaveLength(1);
      await cancel({ imp_uid: impUid, amount: 1, enable_webhook: true });
      expect(world().bench.webhooks).toHaveLength(2);
    });

    controlled('§1.4 [O] a webhook may come twice; to our strategy it is the same one', async () => {
      await pay('a', { notice_url: ['https://school.test/hooks', 'https://school.test/hooks?again'] });
      const ids = world().bench.webhooks.map((one) => {
        const reading = world().provider.parseWebhook(asRawWebhook(one));
        return reading.kind === 'hint' && reading.deliveryId;
      });
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
    });

    controlled('§1.4 [O] a webhook is unsigned: nothing in it proves who sent it', async () => {
      await pay('a', { notice_url: 'https://school.test/hooks' });
      expect(world().bench.webhooks.map(({ headers }) => Object.keys(headers))).toEqual([['content-type']]);
    });

    controlled.each([
      [false, 1],
      [true, 6],
    ])(
      '§1.4 [O] without an answer, and resends %s, it is sent %i times, a minute apart',
      async (webhookResends, times) => {
        const other = await target.start({ webhookResends, webhookUrl: 'https://school.test/hooks' });
        other.bench.answerWebhooks(503);
        await other.bench.party.buy(payData('a'), { act: 'pay' });
        for (let n = 0; n < 10; n++) {
          await other.bench.webhooksIdle();
          expect(other.bench.webhooks).toHaveLength(Math.min(n + 1, times));
          other.bench.clock.advance(60_000);
        }
        await other.stop();
      },
    );

    controlled('§1.4 [O] what failed may be paid late, and our strategy sees it', async () => {
      await world().bench.party.buy(payData('a', { notice_url: 'https://school.test/hooks' }), { act: 'decline' });
      world().bench.party.payLate('a');
      expect(world().bench.webhooks.map(({ body }) => JSON.parse(body).status)).toEqual(['paid']);
      const view = await inquire('a');
      expect(view).toMatchObject({ outcome: 'approved', value: { status: 'captured' } });
    });
  });
});
