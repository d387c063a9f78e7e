import { withFaults } from '../kit/faults.js';
import type { Party } from '../kit/party.js';
import type { TruthRow } from '../kit/truth-ledger.js';
import { partyPrefixes, sandboxMerchant } from '../merchant.js';
import { webhookAddress } from '../webhook-post.js';
import { api } from './api.js';
import { type Attempt, attemptStore } from './attempts.js';
import { cancellations, type LateEnd } from './cancel.js';
import { notifier, type WebhookSecrets, webhookSecrets } from './notify.js';
import type { PortOneV2Options, V2Shop } from './options.js';
import { isPayError } from './pay-request.js';
import { preRegistrations } from './pre-register.js';
import { pgRefused } from './replies.js';
import { accessTokens } from './tokens.js';
import { payWindow } from './window.js';
import { windowRoutes } from './window-routes.js';

/** PortOne V2, and what happens there without the merchant. */
export interface PortOneV2Sandbox extends Party {
  /** Somebody pays into the virtual account of this payment. @throws Error when none waits for it */
  deposit(paymentId: string): void;
  /** The next so many payments are approved only later, as with PayPal. */
  approveLater(times: number): void;
  /** Approves one that waits. @throws Error when it does not */
  approve(paymentId: string): void;
  /** Cancelled in the console, all that is left unless `amount` says how much. @throws Error when it cannot be */
  cancelInConsole(paymentId: string, amount?: number): void;
  /** The PG refuses so many of the next cancellations. */
  refuseCancellations(times: number): void;
  /** The PG decides so many of the next cancellations only later. */
  decideCancellationsLater(times: number, how: LateEnd): void;
  /** What webhooks are signed with. */
  readonly webhookSecrets: WebhookSecrets;
}

/** A local server of PortOne's V2 API, its browser script and payment window. */
export function createPortOneV2Sandbox(options: PortOneV2Options): PortOneV2Sandbox {
  const { clock, random, truth, webhooks, faults, url } = options;
  const { merchant = sandboxMerchant.portone_v2, mostCancellations: most = 100, processingMs = 0 } = options;
  const shop: V2Shop = { ...merchant, testChannelKey: options.testChannelKey ?? `${merchant.channelKey}-test` };
  const secrets = webhookSecrets(shop.webhookSecret);
  const attempts = attemptStore(clock.now, random);
  const registrations = preRegistrations(attempts);
  const fallback = options.webhookUrl ?? webhookAddress('portone_v2');
  const notify = notifier({ clock, random, webhooks, secrets, fallback });
  const book = ({ request, txId, isTest }: Attempt, kind: TruthRow['kind'], amount: number, taxFree: number): void =>
    truth.add({
      ...{ provider: 'portone_v2', reference: request.paymentId, providerPaymentId: txId, kind, amount, taxFree },
      ...{ test: isTest, at: new Date(clock.now()).toISOString() },
    });
  const cancel = cancellations({
    ...{ attempts, clock, random, most, notify },
    onCancelled: (attempt, { totalAmount, taxFreeAmount }) => book(attempt, 'refund', totalAmount, taxFreeAmount),
  });
  const window = payWindow({
    ...{ clock, random, shop, attempts, registrations, notify, depositHours: options.depositHours ?? 168 },
    onPaid: (attempt) => book(attempt, 'charge', attempt.amount, attempt.taxFree),
  });
  const tokens = accessTokens(clock.now, random);
  const pages = windowRoutes(window, attempts, url);
  const rest = api({ shop, clock, url, processingMs, attempts, tokens, registrations, notify, cancel: cancel.api });
  const serverError = () => pgRefused('UNKNOWN_PG_ERROR', 'PG사의 응답을 받지 못했습니다.');
  const faulty = withFaults(rest, faults.plan, clock, serverError);
  return {
    prefix: partyPrefixes.portone_v2,
    handler: async (request) => pages(request) ?? faulty(request),
    buy: async (request, act) => {
      const opened = window.open(request);
      if (isPayError(opened)) throw new Error(opened.message);
      return window.act(opened, act)?.destination ?? null;
    },
    deposit: window.deposit,
    approveLater: window.approveLater,
    approve: window.approve,
    cancelInConsole: cancel.inConsole,
    refuseCancellations: cancel.refuse,
    decideCancellationsLater: cancel.decideLater,
    webhookSecrets: secrets,
  };
}
