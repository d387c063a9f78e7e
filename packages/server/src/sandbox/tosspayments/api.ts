import { jsonReply, type SandboxHandler, type SandboxReply, type SandboxRequest } from '../kit/http.js';
import { approve, mustBeConfirmable } from './approval.js';
import { cancel, readCancellation } from './cancellation.js';
import { refusalReply, statusOf, type TossLanguage, TossRefusal } from './errors.js';
import { settlementRows, transactionRows } from './feeds.js';
import { idempotency } from './idempotency.js';
import { isTestMerchant, type TossMerchant } from './options.js';
import type { TossPayment } from './payment.js';
import { paymentJson } from './payment-json.js';
import { fieldsOf } from './window-request.js';
import { paymentOfOrder, type TossWorld } from './world.js';

interface Call {
  readonly world: TossWorld;
  readonly merchant: TossMerchant;
  readonly request: SandboxRequest;
  readonly url: string;
  readonly language: TossLanguage;
  /** Of the path, decoded. */
  readonly parameter: string;
}

interface ApiOptions {
  readonly world: TossWorld;
  readonly url: () => string;
  /** Whether the feeds are asked too often right now. */
  readonly isTooOften: () => boolean;
}

/** The core API: what a merchant's server calls. */
export function tossApi({ world, url, isTooOften }: ApiOptions): SandboxHandler {
  const once = idempotency(world.clock);
  const answer = async (request: SandboxRequest, language: TossLanguage): Promise<SandboxReply> => {
    const merchant = merchantOf(request, world.merchants);
    const { call, parameter } = routeOf(request);
    return once(request, merchant.secretKey, () =>
      refusing(language, async () => {
        mustNotBeTested(request, merchant);
        if (request.method === 'GET' && !request.path.startsWith('/v1/payments/') && isTooOften())
          throw new TossRefusal('TOO_MANY_REQUESTS');
        return jsonReply(200, await call({ world, merchant, request, url: url(), language, parameter }));
      }),
    );
  };
  return async (request) => {
    const language = languageOf(request);
    const reply = await refusing(language, () => answer(request, language));
    return { ...reply, headers: { ...reply.headers, 'x-tosspayments-trace-id': world.keys.transactionKey() } };
  };
}

async function refusing(language: TossLanguage, work: () => Promise<SandboxReply>): Promise<SandboxReply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TossRefusal) return refusalReply(error, language);
    throw error;
  }
}

const languageOf = ({ headers }: SandboxRequest): TossLanguage =>
  /^\s*en/i.test(headers['accept-language'] ?? '') ? 'en' : 'ko';

/** @throws TossRefusal when the key opens nothing */
function merchantOf({ headers }: SandboxRequest, merchants: readonly TossMerchant[]): TossMerchant {
  const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) throw new TossRefusal('UNAUTHORIZED_KEY');
  const credentials = Buffer.from(encoded, 'base64').toString('utf8');
  if (!credentials.includes(':')) throw new TossRefusal('INCORRECT_BASIC_AUTH_FORMAT');
  const key = credentials.slice(0, credentials.indexOf(':'));
  const merchant = merchants.find(({ secretKey }) => secretKey === key);
  if (merchant !== undefined) return merchant;
  throw new TossRefusal(merchants.some(({ clientKey }) => clientKey === key) ? 'INVALID_API_KEY' : 'UNAUTHORIZED_KEY');
}

/** Answers with the error that a header asks for; live keys have no such header. */
function mustNotBeTested({ headers }: SandboxRequest, merchant: TossMerchant): void {
  const code = headers['tosspayments-test-code'];
  if (code === undefined || !isTestMerchant(merchant)) return;
  throw new TossRefusal(statusOf(code) === undefined ? 'INVALID_TEST_CODE' : code);
}

const routes: readonly {
  readonly method: string;
  readonly path: RegExp;
  readonly call: (call: Call) => unknown;
}[] = [
  { method: 'POST', path: /^\/v1\/payments\/confirm$/, call: confirm },
  { method: 'GET', path: /^\/v1\/payments\/orders\/([^/]+)$/, call: lookUpByOrder },
  { method: 'POST', path: /^\/v1\/payments\/([^/]+)\/cancel$/, call: cancelPayment },
  { method: 'GET', path: /^\/v1\/payments\/([^/]+)$/, call: lookUp },
  {
    method: 'GET',
    path: /^\/v1\/transactions$/,
    call: ({ world, merchant, request, url }) => transactionRows(world, merchant, request.query, url),
  },
  {
    method: 'GET',
    path: /^\/v1\/settlements$/,
    call: ({ world, merchant, request }) => settlementRows(world, merchant, request.query),
  },
];

/** @throws TossRefusal when the sandbox has no such call */
function routeOf({ method, path }: SandboxRequest) {
  const there = routes.filter((route) => route.path.test(path));
  const route = there.find((one) => one.method === method);
  if (route === undefined) throw new TossRefusal(there.length === 0 ? 'NOT_FOUND' : 'NOT_FOUND_HTTP_METHOD');
  return { call: route.call, parameter: decoded(route.path.exec(path)?.[1] ?? '') };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TossRefusal('INVALID_REQUEST');
  }
}

async function confirm(call: Call): Promise<unknown> {
  const { world, merchant, request } = call;
  const { paymentKey, orderId, amount } = bodyOf(request);
  if (typeof paymentKey !== 'string' || typeof orderId !== 'string' || typeof amount !== 'number')
    throw new TossRefusal('INVALID_REQUEST');
  const payment = paymentOf(world, merchant, paymentKey);
  const check = () => mustBeConfirmable(world, payment, { orderId, amount });
  if (payment.isBusy) throw new TossRefusal('ALREADY_PROCESSED_PAYMENT');
  check();
  await think(world, payment);
  check();
  approve(world, payment);
  return json(call, payment);
}

async function cancelPayment(call: Call): Promise<unknown> {
  const { world, merchant, request, parameter } = call;
  const asked = readCancellation(bodyOf(request));
  const payment = paymentOf(world, merchant, parameter);
  if (payment.isBusy) throw new TossRefusal('FORBIDDEN_CONSECUTIVE_REQUEST');
  await think(world, payment);
  cancel(world, payment, asked);
  return json(call, payment);
}

function lookUp(call: Call): unknown {
  const { world, merchant, parameter } = call;
  const payment = paymentOf(world, merchant, parameter);
  if (!isShown(world, payment)) throw new TossRefusal('NOT_FOUND_PAYMENT');
  return json(call, payment);
}

function lookUpByOrder(call: Call): unknown {
  const { world, merchant, parameter } = call;
  const payment = paymentOfOrder(world, parameter, (one) => one.merchant === merchant && isShown(world, one));
  if (payment === undefined) throw new TossRefusal('NOT_FOUND_PAYMENT');
  return json(call, payment);
}

const isShown = ({ guesses }: TossWorld, { secret }: TossPayment): boolean =>
  guesses.showsUnapproved || secret !== null;

/** Somebody else's payment is none. */
function paymentOf({ payments }: TossWorld, merchant: TossMerchant, paymentKey: string): TossPayment {
  const payment = payments.get(paymentKey);
  if (payment === undefined || payment.merchant !== merchant) throw new TossRefusal('NOT_FOUND_PAYMENT');
  return payment;
}

const json = ({ world, url, language }: Call, payment: TossPayment) =>
  paymentJson(payment, world.guesses.version, url, language);

async function think({ clock, guesses }: TossWorld, payment: TossPayment): Promise<void> {
  if (guesses.thinkMs === 0) return;
  payment.isBusy = true;
  await new Promise<void>((resolve) => void clock.after(guesses.thinkMs, resolve));
  payment.isBusy = false;
}

function bodyOf({ body }: SandboxRequest): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(body));
  } catch {
    throw new TossRefusal('INVALID_REQUEST');
  }
}
