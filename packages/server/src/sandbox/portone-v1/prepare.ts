import type { SandboxReply } from '../kit/http.js';
import { done, httpError, refused } from './envelope.js';
import type { Parameters } from './parameters.js';

const longestMerchantUid = 40;

interface Prepared {
  readonly amount: number;
  /** Null: the window does not compare it. */
  readonly currency: string | null;
}

/** Amounts that are registered before the window opens: it refuses another one. */
export function preparations() {
  const registered = new Map<string, Prepared>();

  const read = (parameters: Parameters): (Prepared & { readonly merchantUid: string }) | undefined => {
    const merchantUid = parameters.text('merchant_uid');
    const amount = parameters.number('amount');
    if (merchantUid === undefined || merchantUid.length > longestMerchantUid) return undefined;
    if (amount === undefined || !Number.isFinite(amount) || amount < 0) return undefined;
    return { merchantUid, amount, currency: parameters.text('currency') ?? null };
  };

  const reply = (merchantUid: string, { amount, currency }: Prepared): SandboxReply =>
    done({ merchant_uid: merchantUid, amount, currency });

  return {
    register: (parameters: Parameters): SandboxReply => {
      const wanted = read(parameters);
      if (wanted === undefined)
        return refused(1, '결제정보 사전등록에 실패하였습니다(merchant_uid, amount를 확인하세요).');
      if (registered.has(wanted.merchantUid))
        return refused(1, '결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다).');
      registered.set(wanted.merchantUid, wanted);
      return reply(wanted.merchantUid, wanted);
    },

    change: (parameters: Parameters): SandboxReply => {
      const merchantUid = parameters.text('merchant_uid');
      if (merchantUid === undefined || !registered.has(merchantUid))
        return httpError(404, '등록된 결제사전정보를 찾을 수 없습니다.');
      const wanted = read(parameters);
      if (wanted === undefined) return refused(1, '결제정보 수정에 실패하였습니다(amount를 확인하세요).');
      registered.set(merchantUid, wanted);
      return reply(merchantUid, wanted);
    },

    show: (merchantUid: string): SandboxReply => {
      const found = registered.get(merchantUid);
      return found === undefined ? refused(1, '등록된 결제사전정보를 찾을 수 없습니다.') : reply(merchantUid, found);
    },

    /** Why the window must not open; undefined: nothing speaks against it. */
    objection: (merchantUid: string, amount: number, currency: string): string | undefined => {
      const found = registered.get(merchantUid);
      if (found === undefined) return undefined;
      if (found.amount !== amount) return '결제요청금액이 사전등록된 결제예정금액과 다릅니다.';
      if (found.currency !== null && found.currency !== currency)
        return '결제요청통화가 사전등록된 결제예정통화와 다릅니다.';
      return undefined;
    },
  };
}

export type Preparations = ReturnType<typeof preparations>;
