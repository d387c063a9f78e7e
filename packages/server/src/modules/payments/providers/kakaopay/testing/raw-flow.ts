import { expect } from 'vitest';
import type { KakaoSettings } from '../../../../../sandbox/kakaopay/options.js';
import { sandboxMerchant } from '../../../../../sandbox/merchant.js';
import { rawCalls, startKakao } from './strategy.js';

interface Keys {
  readonly secretKey: string;
  readonly cid: string;
}
type More = Readonly<Record<string, unknown>>;

export const names = { partner_order_id: 'tuition-2026-09-0001', partner_user_id: 'u1' };
export const urls = {
  approval_url: 'https://a.test/ok?o=1',
  cancel_url: 'https://a.test/c?o=1',
  fail_url: 'https://a.test/f?o=1',
};
/** Korea's time without an offset. */
export const localTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);

export const refused = (code: number, extras?: object) => ({
  status: 400,
  json: { error_code: code, error_message: expect.any(String), ...(extras && { extras }) },
});

/** A merchant's own program and a buyer, at a sandbox of their own. */
export async function startFlow(settings: KakaoSettings = {}, { secretKey, cid }: Keys = sandboxMerchant.kakaopay) {
  const bench = await startKakao(settings);
  const call = rawCalls(bench.send, secretKey);
  const ready = async (more: More = {}) => {
    const amounts = { total_amount: 300_000, tax_free_amount: 80_000 };
    const { json } = await call('ready', {
      cid,
      ...names,
      item_name: '9월 수강료',
      quantity: 1,
      ...amounts,
      ...urls,
      ...more,
    });
    if (typeof json !== 'object' || json === null || !('tid' in json) || !('next_redirect_pc_url' in json))
      throw new Error(JSON.stringify(json));
    return { tid: String(json.tid), redirectUrl: String(json.next_redirect_pc_url) };
  };
  /** What an approval needs. */
  const authenticated = async (more: More = {}, bank?: string) => {
    const { tid, redirectUrl } = await ready(more);
    const destination = await bench.party.buy({ redirectUrl, bank }, { act: 'pay' });
    return { cid, tid, ...names, pg_token: new URL(destination ?? '').searchParams.get('pg_token') };
  };
  const paid = async (more: More = {}) => {
    const approval = await authenticated(more);
    const { status, json } = await call('approve', approval);
    if (status !== 200) throw new Error(JSON.stringify(json));
    return approval;
  };
  const order = async (tid: string) => (await call('order', { cid, tid })).json;
  return { bench, call, cid, ready, authenticated, paid, order };
}
export type Flow = Awaited<ReturnType<typeof startFlow>>;
