import { type ShiftedSandboxClock, virtualClock } from '../../kit/clock.js';
import { type FaultQueue, faultQueue, seededRandom } from '../../kit/faults.js';
import type { SandboxReply } from '../../kit/http.js';
import type { BuyerAct } from '../../kit/party.js';
import { type TruthLedger, truthLedger } from '../../kit/truth-ledger.js';
import { type Delivery, webhookEmitter } from '../../kit/webhook-emitter.js';
import { sandboxMerchant } from '../../merchant.js';
import type { V2Merchant, V2Settings } from '../options.js';
import { createPortOneV2Sandbox, type PortOneV2Sandbox } from '../portone-v2.js';

export const merchant: V2Merchant = sandboxMerchant.portone_v2;
export const start = Date.UTC(2026, 8, 1);

/** What tests look at one by one in replies; the rest is compared whole. */
interface Seen {
  readonly type: string;
  readonly status: string;
  readonly pgMessage: string;
  readonly transactionId: string;
  readonly amount: Readonly<Record<string, number>>;
  readonly cancellation: { readonly id: string };
  readonly cancellations: readonly { readonly status: string }[];
  readonly webhooks: readonly { readonly id: string }[];
  readonly items: readonly { readonly id: string; readonly status: string }[];
  readonly page: { readonly totalCount: number };
}

interface Answer {
  readonly status: number;
  readonly json: Seen;
}

export interface Shop {
  readonly party: PortOneV2Sandbox;
  readonly clock: ShiftedSandboxClock;
  readonly truth: TruthLedger;
  readonly faults: FaultQueue;
  readonly webhooks: Delivery[];
  /** What the merchant answers to webhooks. */
  answer: number;
  webhooksIdle(): Promise<void>;
  raw(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<SandboxReply>;
  /** In the merchant's name. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** A buyer asks for a window, and acts in it. */
  buy(change?: Readonly<Record<string, unknown>>, act?: BuyerAct): Promise<string | null>;
}

export const payRequest = {
  storeId: merchant.storeId,
  channelKey: merchant.channelKey,
  paymentId: 'pay_1',
  orderName: '9월 수강료',
  totalAmount: 300_000,
  taxFreeAmount: 200_000,
  currency: 'KRW',
  payMethod: 'CARD',
  customer: { customerId: 'mem_1', fullName: '김학부', email: 'kim@example.test' },
  redirectUrl: 'http://127.0.0.1:7070/checkout/ord_1?payment=pay_1',
};

/** A sandbox of PortOne V2 in this process, on a clock that stands still. */
export function openShop(settings: V2Settings = {}): Shop {
  const clock = virtualClock(start);
  const truth = truthLedger();
  const faults = faultQueue();
  const webhooks: Delivery[] = [];
  const emitter = webhookEmitter({
    clock,
    deliver: async (delivery) => {
      webhooks.push(delivery);
      return shop.answer;
    },
  });
  const url = () => 'http://127.0.0.1:7073/portone-v2';
  const party = createPortOneV2Sandbox({
    ...{ clock, truth, faults, webhooks: emitter, random: seededRandom(1), url },
    ...settings,
  });
  const raw: Shop['raw'] = (method, path, body, headers = {}) => {
    const [pathname = '', query] = path.split('?');
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    return party.handler({ method, path: pathname, query: new URLSearchParams(query), headers, body: text });
  };
  const shop: Shop = {
    ...{ party, clock, truth, faults, webhooks, answer: 200, webhooksIdle: emitter.idle, raw },
    call: async (method, path, body, headers) => {
      const authorization = `PortOne ${merchant.apiSecret}`;
      const reply = await raw(method, path, body, { authorization, ...headers });
      return { status: reply.status, json: JSON.parse(reply.body) };
    },
    buy: (change = {}, act = { act: 'pay' }) => party.buy({ ...payRequest, ...change }, act),
  };
  return shop;
}
