import type { SandboxReply } from '../kit/http.js';
import type { Attempt, Attempts, V2Status } from './attempts.js';
import type { Fields } from './json-body.js';
import type { V2Shop } from './options.js';
import { done, invalid, refused } from './replies.js';

const dayMs = 86_400_000;
const defaultDays = 90;
const mostRows = 60_000;

/** The filter spells one state otherwise than the payments themselves do. */
const filterStatuses: Readonly<Record<string, V2Status>> = {
  READY: 'READY',
  PENDING: 'PAY_PENDING',
  VIRTUAL_ACCOUNT_ISSUED: 'VIRTUAL_ACCOUNT_ISSUED',
  PAID: 'PAID',
  FAILED: 'FAILED',
  PARTIAL_CANCELLED: 'PARTIAL_CANCELLED',
  CANCELLED: 'CANCELLED',
};

type Keep = (attempt: Attempt) => boolean;
class Unreadable extends Error {}

/** `GET /payments`: by pages from 0, the newest first, at most 60,000 rows deep. */
export function listPayments(
  attempts: Attempts,
  fields: Fields,
  { shop, now, toJson }: { shop: V2Shop; now: number; toJson: (attempt: Attempt) => unknown },
): SandboxReply {
  const [page, filter]: Fields[] = [Object(fields.page), Object(fields.filter)];
  try {
    const [number, size] = [integerIn(page, 'number') ?? 0, integerIn(page, 'size') ?? 10];
    if (number < 0 || size < 1 || (number + 1) * size > mostRows) return invalid('페이지 정보가 올바르지 않습니다.');
    if (filter?.storeId !== undefined && filter.storeId !== shop.storeId)
      return refused('FORBIDDEN', '접근 권한이 없는 상점입니다.');
    const keeps = keepsIn(filter ?? {}, now);
    const found = attempts.payments().filter((attempt) => keeps.every((keep) => keep(attempt)));
    const items = inOrder(found, filter ?? {}).slice(number * size, (number + 1) * size);
    return done({ items: items.map(toJson), page: { number, size, totalCount: found.length } });
  } catch (error) {
    if (error instanceof Unreadable) return invalid(`${error.message}이(가) 올바르지 않습니다.`);
    throw error;
  }
}

function keepsIn(filter: Fields, now: number): Keep[] {
  const until = timeIn(filter, 'until') ?? now;
  const from = timeIn(filter, 'from') ?? until - defaultDays * dayMs;
  const type = oneOf(filter, 'timestampType', ['CREATED_AT', 'STATUS_CHANGED_AT']) ?? 'STATUS_CHANGED_AT';
  const timeOf = (attempt: Attempt) => (type === 'CREATED_AT' ? attempt.requestedAt : attempt.statusChangedAt);
  const keeps: Keep[] = [(attempt) => timeOf(attempt) >= from && timeOf(attempt) <= until];
  const statuses = listIn(filter, 'status')?.map((name) => filterStatuses[name] ?? unreadable('filter.status'));
  if (statuses !== undefined) keeps.push(({ status }) => statuses.length === 0 || statuses.includes(status));
  const methods = listIn(filter, 'methods');
  if (methods !== undefined) keeps.push(({ request }) => methods.length === 0 || methods.includes(request.payMethod));
  const { isTest, currency } = filter;
  if (isTest !== undefined) {
    if (typeof isTest !== 'boolean') unreadable('filter.isTest');
    keeps.push((attempt) => attempt.isTest === isTest);
  }
  if (currency !== undefined) keeps.push(({ request }) => request.currency === currency);
  return keeps;
}

function inOrder(found: readonly Attempt[], filter: Fields): readonly Attempt[] {
  const by = oneOf(filter, 'sortBy', ['REQUESTED_AT', 'STATUS_CHANGED_AT']) ?? 'STATUS_CHANGED_AT';
  const order = oneOf(filter, 'sortOrder', ['DESC', 'ASC']) ?? 'DESC';
  const keyOf = (attempt: Attempt) => (by === 'REQUESTED_AT' ? attempt.requestedAt : attempt.statusChangedAt);
  const ascending = [...found].sort((one, other) => keyOf(one) - keyOf(other) || (one.txId < other.txId ? -1 : 1));
  return order === 'ASC' ? ascending : ascending.reverse();
}

const unreadable = (name: string): never => {
  throw new Unreadable(name);
};

function integerIn(fields: Fields | undefined, name: string): number | undefined {
  const value = fields?.[name];
  if (value === undefined) return undefined;
  return typeof value === 'number' && Number.isInteger(value) ? value : unreadable(`page.${name}`);
}

function timeIn(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  const time = typeof value === 'string' && value.includes('T') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? unreadable(`filter.${name}`) : time;
}

function oneOf<T extends string>(fields: Fields, name: string, values: readonly T[]): T | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  return values.find((one) => one === value) ?? unreadable(`filter.${name}`);
}

function listIn(fields: Fields, name: string): readonly string[] | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.map(String) : unreadable(`filter.${name}`);
}
