import { jsonReply, type SandboxReply, type SandboxRequest, scriptReply } from '../kit/http.js';
import type { BuyerAct } from '../kit/party.js';
import type { Attempts } from './attempts.js';
import { fieldsIn } from './json-body.js';
import { browserSdk, windowScript } from './page-script.js';
import { isPayError } from './pay-request.js';
import type { PayWindow } from './window.js';
import { type Language, receiptPage, windowPage } from './window-page.js';

const acts: readonly BuyerAct['act'][] = ['pay', 'decline', 'cancel', 'close', 'pay_and_close'];

/** The browser script, the window and what a buyer does in it. Undefined: none of these. */
export function windowRoutes(window: PayWindow, attempts: Attempts, url: () => string) {
  /** Asked by the script from the merchant's page, whose origin is another. */
  const open = ({ body }: SandboxRequest): SandboxReply => {
    const opened = window.open(fieldsIn(body) ?? {});
    const anyOrigin = { 'access-control-allow-origin': '*' };
    if (isPayError(opened)) return jsonReply(400, opened, anyOrigin);
    return jsonReply(200, { txId: opened.txId, address: `${url()}/v2/windows/${opened.txId}` }, anyOrigin);
  };

  const act = (txId: string, name: string, body: string): SandboxReply => {
    const attempt = attempts.byTxId(txId);
    const what = acts.find((one) => one === name);
    if (attempt === undefined || what === undefined) return notFound;
    const form = new URLSearchParams(body);
    const amount = Number(form.get('amount') ?? attempt.request.totalAmount);
    if (!Number.isSafeInteger(amount) || amount < 1) return jsonReply(400, { error: 'amount' });
    try {
      return jsonReply(200, window.act(attempt, { act: what, amount, test: form.get('test') === 'true' }));
    } catch (error) {
      return jsonReply(409, { error: error instanceof Error ? error.message : String(error) });
    }
  };

  return (request: SandboxRequest): SandboxReply | undefined => {
    const { method, path, query } = request;
    if (method === 'GET' && path === '/v2/browser-sdk.js') return scriptReply(browserSdk(url()));
    if (method === 'GET' && path === '/v2/window.js') return scriptReply(windowScript);
    if (method === 'POST' && path === '/v2/windows') return open(request);
    const [, page, txId, name] = /^\/v2\/(windows|receipts)\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
    if (page === undefined || txId === undefined) return undefined;
    if (method === 'POST' && page === 'windows' && name !== undefined) return act(txId, name, request.body);
    const attempt = attempts.byTxId(txId);
    if (method !== 'GET' || name !== undefined || attempt === undefined) return notFound;
    const language = languageOf(request);
    if (page === 'receipts') return receiptPage(attempt, language);
    return windowPage(attempt, { base: url(), origin: query.get('origin'), language });
  };
}

const notFound = jsonReply(404, { error: 'There is no such page' });

const languageOf = ({ query, headers }: SandboxRequest): Language =>
  /^\s*en/i.test(query.get('lang') ?? headers['accept-language'] ?? '') ? 'en' : 'ko';
