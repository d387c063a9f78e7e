import { describe, expect, it } from 'vitest';
import { Refusal } from '../../testing/fake-server.js';
import { runCli } from '../../testing/run-cli.js';
import { sampleDeadLetter, samplePayment, sampleRefund, sampleWebhook } from '../../testing/sale-samples.js';
import { page, sampleId } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

const payment = samplePayment(1);
const refund = sampleRefund(1);
const letter = sampleDeadLetter(1);
const quote = {
  on: '2026-11-21',
  lines: [
    {
      ...{ lineId: sampleId('orl', 1), name: '수강료', paid: 300_000, refunded: 0, refundable: 200_000 },
      ...{ rule: 'statutory_table' as const, step: '1/3', period: { from: '2026-11-02', to: '2026-11-30' } },
    },
  ],
  total: 200_000,
};
const world = (more = {}) =>
  serve({
    'GET /v1/payments': () => page(payment, samplePayment(2, { state: 'unknown', refunded: 1000 })),
    [`GET /v1/payments/${payment.id}`]: () => payment,
    [`GET /v1/payments/${payment.id}/history`]: () =>
      page({ at: payment.createdAt, from: 'executing', to: 'succeeded', source: 'webhook', reason: null }),
    [`POST /v1/payments/${payment.id}/settle`]: () => payment,
    [`POST /v1/payments/${payment.id}/refunds`]: () => refund,
    [`GET /v1/payments/${payment.id}/refunds`]: () => page(refund),
    [`GET /v1/payments/${payment.id}/refund-quote`]: () => quote,
    'GET /v1/dead-letters': () => page(letter),
    [`POST /v1/dead-letters/${letter.id}/retry`]: () => letter,
    [`POST /v1/dead-letters/${letter.id}/resolve`]: () => letter,
    'GET /v1/webhooks': () => page(sampleWebhook(1), sampleWebhook(2, { paymentId: null, outcome: 'unknown_payment' })),
    ...more,
  });

describe('payment', () => {
  it('lists payments with amounts and states in the language of the person', async () => {
    const place = await world();
    const { stdout } = await runCli(['payment', 'list', '--unresolved', '--provider', 'tosspayments'], place);
    expect(stdout).toMatch(/Toss Payments +card +succeeded +1,234,567 KRW +0 KRW/);
    expect(Object.fromEntries(place.seen.at(-1)?.query ?? [])).toMatchObject({
      unresolved: 'true',
      provider: 'tosspayments',
    });
    const korean = await runCli(['payment', 'list', '--lang', 'ko'], place);
    expect(korean.stdout).toMatch(/토스페이먼츠 +카드 +확인 중 +1,234,567원 +1,000원/);
    expect(place.seen.at(-1)?.query.has('unresolved')).toBe(false);
  });

  it('shows one, its history and its refunds, as the API has them', async () => {
    const place = await world();
    const json = async (...argv: string[]) => JSON.parse((await runCli(['payment', ...argv, '--json'], place)).stdout);
    expect(await json('get', payment.id)).toEqual(payment);
    expect(await json('history', payment.id)).toMatchObject([{ to: 'succeeded', source: 'webhook' }]);
    expect(await json('refunds', payment.id)).toEqual([refund]);
    expect(await json('settle', payment.id)).toEqual(payment);
    const { stdout } = await runCli(['payment', 'get', payment.id], place);
    expect(stdout).toContain('3 months');
  });

  it('quotes a refund by the day', async () => {
    const place = await world();
    const days = ['--on', '2026-11-21', '--starts-on', '2026-11-02', '--ends-on', '2026-11-30'];
    const { stdout } = await runCli(['payment', 'refund-quote', payment.id, ...days, '--lang', 'ko'], place);
    expect(stdout).toContain('환불 가능: 200,000원');
    expect(stdout).toContain('법정 환불 기준표');
    expect(stdout).toContain('2026-11-02 – 2026-11-30');
    expect(Object.fromEntries(place.seen.at(-1)?.query ?? [])).toEqual({
      ...{ on: '2026-11-21', startsOn: '2026-11-02', endsOn: '2026-11-30' },
    });
    const wrong = await runCli(['payment', 'refund-quote', payment.id, '--starts-on', 'today'], place);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--starts-on') });
  });
});

describe('payment refund', () => {
  const ask = ['payment', 'refund', payment.id, '--reason', '수강 취소'];

  it('asks with the amount in words, and sends it once for a key', async () => {
    const place = await world();
    await runCli([...ask, '--amount', '100000'], { ...place, answers: ['n'] });
    expect(place.changes()).toEqual([]);
    const refused = await runCli([...ask, '--amount', '100000'], place);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('Refund 100,000 KRW of') });
    const { stdout } = await runCli([...ask, '--amount', '100000', '--key', 'r1', '--yes', '--json'], place);
    expect(JSON.parse(stdout)).toEqual(refund);
    expect(place.changes().map(({ body }) => body)).toEqual([{ amount: 100_000, reason: '수강 취소' }]);
  });

  it('refunds a line to an account, all parts of which are needed', async () => {
    const place = await world();
    const line = [...ask, '--line', sampleId('orl', 1), '--yes'];
    const account = ['--bank', '088', '--account', '110-000-000000', '--holder', '김하은'];
    await runCli([...line, ...account], place);
    expect(place.changes()[0]?.body).toEqual({
      ...{ lineId: sampleId('orl', 1), reason: '수강 취소' },
      account: { bank: '088', number: '110-000-000000', holder: '김하은' },
    });
    for (const wrong of [
      ['--bank', '088'],
      ['--amount', '1'],
      ['--amount', '0'],
    ])
      expect((await runCli([...line, ...wrong], place)).code).toBe(2);
    expect(place.changes()).toHaveLength(1);
  });

  it('that the provider refuses ends with 3, and says what a virtual account needs', async () => {
    const declined = { ...refund, state: 'declined' as const, failure: 'refused: INVALID_REFUND_ACCOUNT_INFO' };
    const place = await world({ [`POST /v1/payments/${payment.id}/refunds`]: () => declined });
    const { code, stdout, stderr } = await runCli([...ask, '--yes'], place);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('--bank, --account and --holder') });
    expect(stdout).toContain('INVALID_REFUND_ACCOUNT_INFO');
    const named = [...ask, '--yes', '--bank', '088', '--account', '110', '--holder', '김하은', '--lang', 'ko'];
    expect((await runCli(named, place)).stderr).toBe('결제사가 환불을 거절하여 환불되지 않았습니다.\n');
    expect((await runCli([...ask, '--yes', '--json'], place)).code).toBe(3);
  });

  it('ends with 6 where there is not so much left', async () => {
    const refuse = () => {
      throw new Refusal('refund_exceeds_balance');
    };
    const place = await world({ [`POST /v1/payments/${payment.id}/refunds`]: refuse });
    expect((await runCli([...ask, '--yes'], place)).code).toBe(6);
  });
});

describe('payment dlq', () => {
  it('lists, tries again, and takes off the list with a note', async () => {
    const place = await world();
    expect(await runCli(['payment', 'dlq', 'list'], place)).toMatchObject({
      ...{ code: 0, stderr: '', stdout: expect.stringContaining('PROVIDER_ERROR') },
    });
    await runCli(['payment', 'dlq', 'retry', letter.id], place);
    await runCli(['payment', 'dlq', 'resolve', letter.id, '--note', '콘솔에서 환불함', '--yes'], place);
    expect(place.changes().map(({ path, body }) => [path.split('/').at(-1), body])).toEqual([
      ['retry', undefined],
      ['resolve', { note: '콘솔에서 환불함' }],
    ]);
  });

  it.each([['retry'], ['resolve', letter.id, '--yes'], ['forget', letter.id]])(
    '%s does nothing without what it needs',
    async (...argv) => {
      const place = await world();
      expect((await runCli(['payment', 'dlq', ...argv], place)).code).toBe(2);
      expect(place.changes()).toEqual([]);
    },
  );
});

describe('a dry run', () => {
  it.each([
    ['settle', payment.id],
    ['refund', payment.id, '--reason', 'x'],
    ['dlq', 'retry', letter.id],
    ['dlq', 'resolve', letter.id, '--note', 'x'],
  ])('of payment %s changes nothing', async (...argv) => {
    const place = await world();
    const { code, stdout } = await runCli(['payment', ...argv, '--dry-run', '--json'], place);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true });
    expect(place.changes()).toEqual([]);
  });
});

describe('webhook list', () => {
  it('shows what came, how it was proved, and what came of it', async () => {
    const place = await world();
    const { stdout } = await runCli(['webhook', 'list', '--provider', 'tosspayments', '--payment', payment.id], place);
    expect(stdout).toMatch(/PAYMENT_STATUS_CHANGED +pay_\d+ +unsigned +asked the provider +2/);
    expect(place.seen.at(-1)?.query.get('paymentId')).toBe(payment.id);
    expect((await runCli(['webhook', 'list', '--lang', 'ko'], place)).stdout).toContain('모르는 결제');
  });
});
