import type { SandboxReply } from '../kit/http.js';
import { type Attempt, type Attempts, statuses } from './attempts.js';
import { done, httpError, noSuchPayment } from './envelope.js';
import type { Parameters } from './parameters.js';

type ToJson = (attempt: Attempt) => Record<string, unknown>;

const daySeconds = 86_400;
const longestWindowDays = 90;
const mostAtOnce = 100;

const sortings: Readonly<Record<string, (attempt: Attempt) => number>> = {
  started: ({ startedAt }) => startedAt,
  paid: ({ paidAt }) => paidAt,
  updated: ({ updatedAt }) => updatedAt,
};

/** Sorted as asked for; a minus sign is descending. Undefined: no such order. */
function sorted(attempts: readonly Attempt[], sorting = '-started'): readonly Attempt[] | undefined {
  const keyOf = sortings[sorting.replace(/^-/, '')];
  if (keyOf === undefined) return undefined;
  const ascending = [...attempts].sort((one, other) => keyOf(one) - keyOf(other) || one.order - other.order);
  return sorting.startsWith('-') ? ascending.reverse() : ascending;
}

/** The time by which the feed finds a payment: of what became of it last. */
const timeOf = (attempt: Attempt): number =>
  ({ ready: attempt.startedAt, paid: attempt.paidAt, cancelled: attempt.cancelledAt, failed: attempt.failedAt })[
    attempt.status
  ];

/** The calls that only read. */
export function queries(attempts: Attempts, nowSeconds: () => number, toJson: ToJson) {
  const paged = (found: readonly Attempt[], parameters: Parameters): SandboxReply => {
    const [page, limit] = [parameters.number('page') ?? 1, parameters.number('limit') ?? 20];
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) return httpError(400, 'limit은 1부터 1000까지입니다.');
    const pages = Math.max(1, Math.ceil(found.length / limit));
    if (!Number.isInteger(page) || page < 1 || page > pages) return httpError(400, '데이터 범위를 넘어선 page입니다.');
    const inOrder = sorted(found, parameters.text('sorting'));
    if (inOrder === undefined) return httpError(400, '유효하지 않은 sorting입니다.');
    return done({
      total: found.length,
      previous: page - 1,
      next: page < pages ? page + 1 : 0,
      list: inOrder.slice((page - 1) * limit, page * limit).map(toJson),
    });
  };

  return {
    /** A payment of a test channel is not there unless it is asked for. */
    one: (impUid: string, parameters: Parameters): SandboxReply => {
      const attempt = attempts.byImpUid(impUid);
      const isHidden = attempt?.sandbox === true && !parameters.flag('include_sandbox');
      return attempt === undefined || isHidden ? noSuchPayment() : done(toJson(attempt));
    },

    several: (parameters: Parameters): SandboxReply => {
      const [impUids, merchantUids] = [parameters.all('imp_uid[]'), parameters.all('merchant_uid[]')];
      if (impUids.length + merchantUids.length > mostAtOnce)
        return httpError(400, '최대 100개까지 조회할 수 있습니다.');
      const byImpUid = impUids.map((impUid) => attempts.byImpUid(impUid));
      const byMerchantUid = merchantUids.map((uid) => sorted(attempts.byMerchantUid(uid))?.[0]);
      const found = [...byImpUid, ...byMerchantUid].filter((attempt) => attempt !== undefined);
      if (found.length === 0) return httpError(404, '해당되는 결제건을 찾지 못하였습니다.');
      const isWhole = found.length === impUids.length + merchantUids.length;
      return done([...new Set(found)].map(toJson), isWhole ? 200 : 207);
    },

    find: (merchantUid: string, status: string | undefined, parameters: Parameters): SandboxReply => {
      const found = attempts.byMerchantUid(merchantUid).filter((one) => status === undefined || one.status === status);
      const first = sorted(found, parameters.text('sorting'))?.[0];
      return first === undefined ? noSuchPayment() : done(toJson(first));
    },

    findAll: (merchantUid: string, status: string | undefined, parameters: Parameters): SandboxReply => {
      if (status !== undefined && !statuses.some((one) => one === status)) return invalidStatus();
      const known = attempts.byMerchantUid(merchantUid);
      if (known.length === 0) return httpError(404, '유효하지 않은 merchant_uid입니다.');
      return paged(
        known.filter((one) => status === undefined || one.status === status),
        parameters,
      );
    },

    /** All payments by their status, within 90 days. */
    feed: (status: string, parameters: Parameters): SandboxReply => {
      if (status !== 'all' && !statuses.some((one) => one === status)) return invalidStatus();
      const to = parameters.number('to') ?? nowSeconds();
      const from = parameters.number('from') ?? to - longestWindowDays * daySeconds;
      const isWindow = Number.isInteger(from) && Number.isInteger(to) && from <= to;
      if (!isWindow || to - from > longestWindowDays * daySeconds) return httpError(400, '검색기간은 최대 90일입니다.');
      const inWindow = attempts.all.filter((one) => timeOf(one) >= from && timeOf(one) <= to);
      return paged(
        inWindow.filter((one) => status === 'all' || one.status === status),
        parameters,
      );
    },
  };
}

const invalidStatus = (): SandboxReply => httpError(400, '유효하지 않은 payment_status입니다.');
