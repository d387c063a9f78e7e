import { jsonReply, redirectReply, type SandboxReply, type SandboxRequest, scriptReply } from '../kit/http.js';
import type { BuyerAct } from '../kit/party.js';
import type { Attempts } from './attempts.js';
import type { V1Merchant } from './options.js';
import { iamportScript, windowScript } from './page-script.js';
import { isRefusal, type Refusal, refusal } from './pay-request.js';
import type { PayWindow } from './window.js';
import { type Frame, type Language, receiptPage, refusalPage, windowPage } from './window-page.js';

const acts: readonly BuyerAct['act'][] = ['pay', 'decline', 'cancel', 'close', 'pay_and_close'];

/** The browser script, the window and what a buyer does in it. Undefined: none of these. */
export function windowRoutes(window: PayWindow, attempts: Attempts, merchant: V1Merchant, url: () => string) {
  const frameOf = (request: SandboxRequest): Frame => ({
    base: url(),
    origin: request.query.get('origin'),
    language: languageOf(request),
  });

  /** A window is opened by going to it: a page that loads this makes a payment. */
  const open = (request: SandboxRequest): SandboxReply => {
    const { query } = request;
    const data = dataIn(query.get('data'));
    const opened =
      query.get('user_code') === merchant.storeCode
        ? window.open(data, query.get('channel') === 'mobile' ? 'mobile' : 'pc')
        : refusal('F0003', '유효하지 않은 고객사 식별코드입니다.');
    if (isRefusal(opened)) return refusalPage(opened, endedBy(opened, data), frameOf(request));
    const origin = query.get('origin');
    const target = new URL(`${url()}/v1/windows/${opened.impUid}`);
    if (origin !== null) target.searchParams.set('origin', origin);
    return redirectReply(target.href);
  };

  const act = async (impUid: string, name: string, body: string): Promise<SandboxReply> => {
    const attempt = attempts.byImpUid(impUid);
    const what = acts.find((one) => one === name);
    if (attempt === undefined || what === undefined) return notFound;
    const form = new URLSearchParams(body);
    const amount = Number(form.get('amount') ?? attempt.request.amount);
    if (!Number.isSafeInteger(amount) || amount < 1) return jsonReply(400, { error: 'amount' });
    try {
      return jsonReply(200, await window.act(attempt, { act: what, amount, test: form.get('test') === 'true' }));
    } catch (error) {
      return jsonReply(409, { error: error instanceof Error ? error.message : String(error) });
    }
  };

  return async (request: SandboxRequest): Promise<SandboxReply | undefined> => {
    const { method, path } = request;
    const [, page, impUid, name] = /^\/v1\/(windows|receipts)\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
    if (method === 'GET' && path === '/v1/iamport.js') return scriptReply(iamportScript(url()));
    if (method === 'GET' && path === '/v1/window.js') return scriptReply(windowScript);
    if (method === 'GET' && path === '/v1/window') return open(request);
    if (page === undefined || impUid === undefined) return undefined;
    if (method === 'POST' && page === 'windows' && name !== undefined) return act(impUid, name, request.body);
    const attempt = attempts.byImpUid(impUid);
    if (method !== 'GET' || name !== undefined || attempt === undefined) return notFound;
    return page === 'windows' ? windowPage(attempt, frameOf(request)) : receiptPage(attempt, languageOf(request));
  };
}

const notFound = jsonReply(404, { error: 'There is no such page' });

function dataIn(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(text ?? '');
    return typeof data === 'object' && data !== null ? { ...data } : {};
  } catch {
    return {};
  }
}

/** What the page is told when the window stays closed: there is no payment, so no imp_uid either. */
function endedBy(
  why: Refusal,
  { merchant_uid: merchantUid, m_redirect_url: address }: Readonly<Record<string, unknown>>,
) {
  const callback = { success: false, ...why, imp_uid: null, merchant_uid: merchantUid ?? null };
  let destination: string | null = null;
  if (typeof address === 'string' && URL.canParse(address)) {
    const target = new URL(address);
    for (const [name, value] of Object.entries({ merchant_uid: String(merchantUid), ...why }))
      target.searchParams.set(name, value);
    destination = target.href;
  }
  return JSON.stringify({ callback, destination });
}

const languageOf = ({ query, headers }: SandboxRequest): Language =>
  /^\s*en/i.test(query.get('lang') ?? headers['accept-language'] ?? '') ? 'en' : 'ko';
