import { redirectReply, type SandboxReply, type SandboxRequest } from '../kit/http.js';
import type { BuyerAct } from '../kit/party.js';
import { isOpen, type KakaoPayment } from './payment.js';
import { act, open, type WindowChoice } from './window.js';
import { closedPage, type Language, missingPage, windowPage } from './window-page.js';
import type { KakaoWorld } from './world.js';

const acts: readonly BuyerAct['act'][] = ['pay', 'decline', 'cancel', 'close', 'pay_and_close'];

const windowPath = /\/online-payment\/([0-9a-f]{64})\/(?:pc|mobile|app)$/;

/** The key in a window's address; undefined: it is none. */
export const windowKeyIn = (path: string): string | undefined => windowPath.exec(path)?.[1];

/** The pages that a buyer is sent to, and what is done there. Undefined: none of these. */
export const windowRoutes =
  (world: KakaoWorld) =>
  (request: SandboxRequest): SandboxReply | undefined => {
    const { method, path } = request;
    if (!path.startsWith('/online-payment/')) return undefined;
    const language = languageOf(request);
    const payment = world.byWindow(windowKeyIn(path) ?? '');
    if (payment === undefined) return missingPage(language);
    const choice = method === 'POST' ? choiceIn(new URLSearchParams(request.body), payment) : undefined;
    if (choice === undefined || !isOpen(payment)) {
      open(world, payment);
      return windowPage(payment, language);
    }
    const destination = act(world, payment, choice);
    return destination === null ? closedPage(language) : { ...redirectReply(destination), status: 303 };
  };

function choiceIn(form: URLSearchParams, payment: KakaoPayment): WindowChoice | undefined {
  const act = acts.find((one) => one === form.get('act'));
  const amount = Number(form.get('amount') ?? payment.amount.total);
  if (act === undefined || !Number.isSafeInteger(amount) || amount < 1) return undefined;
  return { act, amount, test: form.get('test') === 'true', bank: form.get('bank') ?? 'OK' };
}

const languageOf = ({ query, headers }: SandboxRequest): Language =>
  /^\s*en/i.test(query.get('lang') ?? headers['accept-language'] ?? '') ? 'en' : 'ko';
