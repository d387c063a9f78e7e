import type { SandboxClock } from '../kit/clock.js';
import type { SandboxHandler, SandboxReply, SandboxRequest } from '../kit/http.js';
import type { Attempt, Attempts } from './attempts.js';
import { idempotent } from './idempotency.js';
import { type Fields, fieldsIn } from './json-body.js';
import { listPayments } from './listing.js';
import type { Notifier } from './notify.js';
import type { V2Shop } from './options.js';
import { paymentJson, transactionJson } from './payment-json.js';
import type { PreRegistrations } from './pre-register.js';
import { done, invalid, refused } from './replies.js';
import { resendWebhook } from './resend.js';
import type { Tokens } from './tokens.js';

interface ApiParts {
  readonly shop: V2Shop;
  readonly clock: SandboxClock;
  readonly url: () => string;
  readonly processingMs: number;
  readonly attempts: Attempts;
  readonly tokens: Tokens;
  readonly registrations: PreRegistrations;
  readonly notify: Notifier;
  readonly cancel: (paymentId: string, fields: Fields) => SandboxReply;
}

type Call = (paymentId: string, fields: Fields) => SandboxReply;

/** The REST API. Its paths and forms are those of `api.portone.io`. */
export function api(parts: ApiParts): SandboxHandler {
  const { shop, clock, tokens, processingMs } = parts;
  const calls = callsOf(parts);
  const work: SandboxHandler = async (request) => {
    const fields = fieldsOf(request);
    if (fields === undefined) return invalid('요청 본문을 읽을 수 없습니다.');
    const [call, paymentId] = routed(calls, request);
    if (call === undefined) return refused('NOT_FOUND', '존재하지 않는 API입니다.');
    const storeId = request.method === 'GET' ? request.query.get('storeId') : fields.storeId;
    if (storeId !== undefined && storeId !== null && storeId !== shop.storeId)
      return refused('FORBIDDEN', '접근 권한이 없는 상점입니다.');
    if (request.method !== 'GET' && processingMs > 0)
      await new Promise<void>((resolve) => void clock.after(processingMs, resolve));
    return call(paymentId, fields);
  };
  const guarded = idempotent(work, clock.now);
  return async (request) => {
    if (request.method === 'POST' && request.path === '/login/api-secret') return logIn(parts, request);
    if (request.method === 'POST' && request.path === '/token/refresh') return refresh(tokens, request);
    return isMerchant(parts, request) ? guarded(request) : unauthorized();
  };
}

const unauthorized = (): SandboxReply => refused('UNAUTHORIZED', '인증 정보가 올바르지 않습니다.');

function logIn({ shop, tokens }: ApiParts, { body }: SandboxRequest): SandboxReply {
  const fields = fieldsIn(body);
  if (typeof fields?.apiSecret !== 'string') return invalid('apiSecret은 필수입니다.');
  return fields.apiSecret === shop.apiSecret ? done(tokens.issue()) : unauthorized();
}

function refresh(tokens: Tokens, { body }: SandboxRequest): SandboxReply {
  const fields = fieldsIn(body);
  if (typeof fields?.refreshToken !== 'string') return invalid('refreshToken은 필수입니다.');
  const pair = tokens.refresh(fields.refreshToken);
  return pair === undefined ? unauthorized() : done(pair);
}

function isMerchant({ shop, tokens }: ApiParts, { headers }: SandboxRequest): boolean {
  const [, scheme = '', value = ''] = /^(PortOne|Bearer) (.+)$/i.exec(headers.authorization ?? '') ?? [];
  return scheme.toLowerCase() === 'portone' ? value === shop.apiSecret : tokens.holds(value);
}

/** A GET may bring its body as `requestBody` in the query. */
const fieldsOf = ({ method, query, body }: SandboxRequest): Fields | undefined =>
  fieldsIn(method === 'GET' ? (query.get('requestBody') ?? body) : body);

function routed(
  calls: Readonly<Record<string, Call>>,
  { method, path }: SandboxRequest,
): readonly [Call | undefined, string] {
  const [, id, rest = ''] = /^\/payments(?:\/([^/]+)(\/[a-z-]+)?)?$/.exec(path) ?? [];
  if (id === undefined) return [path === '/payments' ? calls[`${method} /payments`] : undefined, ''];
  return [calls[`${method} /payments/{}${rest}`], decoded(id)];
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

function callsOf({
  shop,
  clock,
  url,
  attempts,
  registrations,
  notify,
  cancel,
}: ApiParts): Readonly<Record<string, Call>> {
  const toJson = (attempt: Attempt) => paymentJson(attempt, shop, url());
  const notFound = (): SandboxReply => refused('PAYMENT_NOT_FOUND', '결제 건이 존재하지 않습니다.');
  return {
    'GET /payments': (_, fields) => listPayments(attempts, fields, { shop, now: clock.now(), toJson }),
    'GET /payments/{}': (paymentId) => {
      const attempt = attempts.current(paymentId);
      return attempt === undefined ? notFound() : done(toJson(attempt));
    },
    'GET /payments/{}/transactions': (paymentId) => {
      const items = attempts.of(paymentId).map((attempt) => transactionJson(attempt, shop, url()));
      return items.length === 0 ? notFound() : done({ items });
    },
    'POST /payments/{}/cancel': cancel,
    'POST /payments/{}/pre-register': registrations.register,
    'POST /payments/{}/resend-webhook': (paymentId, fields) => resendWebhook(attempts, notify, paymentId, fields),
  };
}
