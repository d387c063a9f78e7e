import { withFaults } from '../kit/faults.js';
import type { Party } from '../kit/party.js';
import { partyPrefixes, sandboxMerchant } from '../merchant.js';
import { api } from './api.js';
import { type Attempt, attemptStore, wasPaid } from './attempts.js';
import { cancellations } from './cancel.js';
import { askOverHttp } from './confirm-process.js';
import { serverError } from './envelope.js';
import { notifier } from './notify.js';
import type { PortOneV1Options } from './options.js';
import { isRefusal } from './pay-request.js';
import { paymentJson } from './payment-json.js';
import { preparations } from './prepare.js';
import { queries } from './queries.js';
import { accessTokens } from './tokens.js';
import { payWindow } from './window.js';
import { windowRoutes } from './window-routes.js';

/** PortOne V1, and what happens there without the merchant. */
export interface PortOneV1Sandbox extends Party {
  /** Somebody pays into the virtual account of this merchant_uid. @throws Error when none waits for it */
  deposit(merchantUid: string): void;
  /** A payment that failed is paid after all, as some PGs do. @throws Error when there is none */
  payLate(merchantUid: string): void;
  /** Cancelled in the console, all of it unless `amount` says how much; the merchant is told. @throws Error when it cannot be */
  cancelInConsole(merchantUid: string, amount?: number): void;
  /** The PG refuses so many of the next cancellations. */
  refuseCancellations(times: number): void;
}

/** A local server of PortOne's V1 API, its browser script and payment window. */
export function createPortOneV1Sandbox(options: PortOneV1Options): PortOneV1Sandbox {
  const { clock, random, truth, webhooks, faults, url } = options;
  const {
    merchant = sandboxMerchant.portone_v1,
    testChannelKey = `${merchant.channelKey}-test`,
    ask = askOverHttp,
  } = options;
  const nowSeconds = () => Math.floor(clock.now() / 1000);
  const toJson = (attempt: Attempt) => paymentJson(attempt, merchant.pgId, url());
  const attempts = attemptStore(nowSeconds, random);
  const prepared = preparations();
  const notify = notifier(webhooks, options);
  let refusals = 0;
  const cancel = cancellations({
    ...{ attempts, nowSeconds, random, toJson },
    pgRefuses: () => refusals > 0 && refusals-- > 0,
    onCancelled: ({ impUid, request, sandbox }, amount, taxFree) =>
      truth.add({
        ...{ provider: 'portone_v1', reference: request.merchantUid, providerPaymentId: impUid, kind: 'refund' },
        ...{ amount, taxFree, test: sandbox, at: new Date(clock.now()).toISOString() },
      }),
    notify: (attempt, cancellationId) => notify(attempt, 'cancelled', cancellationId),
  });
  const window = payWindow({ ...options, attempts, prepared, merchant, testChannelKey, ask, notify, nowSeconds });
  const pages = windowRoutes(window, attempts, merchant, url);
  const tokens = accessTokens(nowSeconds, random);
  const rest = withFaults(
    api({ merchant, tokens, attempts, prepared, queries: queries(attempts, nowSeconds, toJson), cancel: cancel.api }),
    ...([faults.plan, clock, serverError] as const),
  );
  return {
    prefix: partyPrefixes.portone_v1,
    handler: async (request) => (await pages(request)) ?? rest(request),
    buy: async (request, act) => {
      const opened = window.open(request, 'pc');
      if (isRefusal(opened)) throw new Error(opened.error_msg);
      return (await window.act(opened, act))?.destination ?? null;
    },
    deposit: window.deposit,
    payLate: window.payLate,
    cancelInConsole: (merchantUid, amount) => {
      const attempt = attempts.byMerchantUid(merchantUid).findLast(wasPaid);
      if (attempt === undefined) throw new Error('취소할 결제건이 존재하지 않습니다.');
      cancel.inConsole(attempt, amount);
    },
    refuseCancellations: (times) => {
      refusals = times;
    },
  };
}
