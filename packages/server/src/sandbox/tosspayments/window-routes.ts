import { jsonReply, redirectReply, type SandboxReply, type SandboxRequest, scriptReply } from '../kit/http.js';
import type { BuyerAct } from '../kit/party.js';
import { refusalReply, type TossLanguage, TossRefusal } from './errors.js';
import { standardScript } from './page-script.js';
import type { TossPayment } from './payment.js';
import type { TossWindow, WindowChoice } from './window.js';
import { closedPage, missingPage, receiptPage, windowPage } from './window-page.js';
import { fieldsOf, readWindowRequest } from './window-request.js';
import type { TossWorld } from './world.js';

const acts: readonly BuyerAct['act'][] = ['pay', 'decline', 'cancel', 'close', 'pay_and_close'];

/** What browsers load: the script, the window and what a buyer does in it. Undefined: none of these. */
export function windowRoutes(world: TossWorld, window: TossWindow, url: () => string) {
  /** The merchant's page asks from its own origin; there is nothing here that it could not know. */
  const open = ({ body }: SandboxRequest, language: TossLanguage): SandboxReply => {
    const headers = { 'access-control-allow-origin': '*' };
    try {
      const { paymentKey } = window.open(readWindowRequest(fieldsOf(jsonIn(body)), world.merchants, world.clock.now()));
      return jsonReply(200, { url: `${url()}/v1/payments/${paymentKey}/checkout` }, headers);
    } catch (error) {
      if (!(error instanceof TossRefusal)) throw error;
      const reply = refusalReply(error, language);
      return { ...reply, headers: { ...reply.headers, ...headers } };
    }
  };

  const act = (payment: TossPayment, { body }: SandboxRequest, language: TossLanguage): SandboxReply => {
    const choice = choiceIn(new URLSearchParams(body), payment);
    if (choice === undefined) return windowPage(payment, language);
    const destination = window.act(payment, choice);
    return destination === null ? closedPage(language) : { ...redirectReply(destination), status: 303 };
  };

  return async (request: SandboxRequest): Promise<SandboxReply | undefined> => {
    const { method, path } = request;
    const language = languageOf(request);
    if (method === 'GET' && path === '/v2/standard') return scriptReply(standardScript(url()));
    if (method === 'POST' && path === '/v2/windows') return open(request, language);
    const [, paymentKey = '', what] = /^\/v1\/payments\/([^/]+)\/(checkout|receipt)$/.exec(path) ?? [];
    if (what === undefined) return undefined;
    const payment = world.payments.get(paymentKey);
    if (payment === undefined) return missingPage(language);
    if (what === 'receipt') return receiptPage(payment, language);
    return method === 'POST' ? act(payment, request, language) : windowPage(payment, language);
  };
}

function choiceIn(form: URLSearchParams, payment: TossPayment): WindowChoice | undefined {
  const act = acts.find((one) => one === form.get('act'));
  const amount = Number(form.get('amount') ?? payment.amount);
  const installmentMonths = Number(form.get('months') ?? payment.installmentMonths);
  if (act === undefined || !Number.isSafeInteger(amount) || amount < 1 || !Number.isInteger(installmentMonths))
    return undefined;
  return { act, amount, installmentMonths, bankCode: form.get('bank') ?? payment.bankCode };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new TossRefusal('INVALID_REQUEST');
  }
}

const languageOf = ({ query, headers }: SandboxRequest): TossLanguage =>
  /^\s*en/i.test(query.get('lang') ?? headers['accept-language'] ?? '') ? 'en' : 'ko';
