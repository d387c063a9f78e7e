import { describe, expect, test } from 'vitest';
import { virtualClock } from './kit/clock.js';
import type { Delivery } from './kit/webhook-emitter.js';
import { webhookAddress, webhookPost } from './webhook-post.js';

const base = 'http://127.0.0.1:7070/v1/webhooks';
const delivery: Delivery = { url: webhookAddress('portone_v1'), headers: { 'x-a': '1' }, body: '{"imp_uid":"imp_1"}' };

function posting(answer: (got: Delivery) => Promise<number>, address?: string) {
  const got: Delivery[] = [];
  const post = webhookPost(
    virtualClock(Date.UTC(2026, 8, 1)),
    async (one) => {
      const { url, headers, body } = one;
      got.push({ url, headers, body });
      return answer(one);
    },
    address,
  );
  return { got, post };
}

describe('webhooks of the sandbox', () => {
  test('go to the party’s address below the merchant’s', async () => {
    const { got, post } = posting(async () => 204, `${base}/`);
    expect(await post.of('portone_v1')(delivery)).toBe(204);
    expect(got).toEqual([{ ...delivery, url: `${base}/portone_v1` }]);
    expect(post.sent).toMatchObject([{ n: 1, party: 'portone_v1', how: 'sent', status: 204, problem: null }]);
  });

  test('go where the merchant has moved to, and to the address of a request as it is', async () => {
    const { got, post } = posting(async () => 200, base);
    post.moveTo('http://127.0.0.1:9/hooks');
    await post.of('portone_v1')(delivery);
    await post.of('portone_v1')({ ...delivery, url: 'http://127.0.0.1:8/notice' });
    expect(got.map(({ url }) => url)).toEqual(['http://127.0.0.1:9/hooks/portone_v1', 'http://127.0.0.1:8/notice']);
  });

  test('are kept with what became of them, and are failures where nobody answers or no address is set', async () => {
    const { got, post } = posting(async () => {
      throw new Error('ECONNREFUSED');
    });
    await expect(post.of('tosspayments')({ ...delivery, url: 'http://127.0.0.1:1/' })).rejects.toThrow('ECONNREFUSED');
    await expect(post.of('portone_v1')(delivery)).rejects.toThrow('No webhook address is set');
    expect(got).toHaveLength(1);
    expect(post.sent.map(({ status, problem }) => [status, problem])).toEqual([
      [null, 'ECONNREFUSED'],
      [null, 'No webhook address is set'],
    ]);
  });

  test('are replayed byte for byte', async () => {
    const { got, post } = posting(async () => 200, base);
    await post.of('portone_v1')(delivery);
    expect(await post.replay(1)).toMatchObject({ n: 2, how: 'replayed', status: 200 });
    expect(got[1]).toEqual(got[0]);
    await expect(post.replay(3)).rejects.toThrow('There is no webhook 3');
  });
});
