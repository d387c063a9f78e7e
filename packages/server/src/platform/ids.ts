import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Clock } from './clock.js';

export type IdPrefix =
  | 'mem'
  | 'ses'
  | 'lec'
  | 'les'
  | 'enr'
  | 'lab'
  | 'dev'
  | 'viw'
  | 'tok'
  | 'ver'
  | 'inv'
  | 'rom'
  | 'ctl'
  | SalesPrefix;
/** Of products, orders, payments and what belongs to them. */
type SalesPrefix = 'prd' | 'ord' | 'orl' | 'pay' | 'rfd' | 'whk' | 'jen' | 'alm' | 'tsk' | 'prp';
/** Makes ids: a prefix and a ULID, so that ids of a kind sort by time of making, also within a millisecond. */
export type NewId = (prefix: IdPrefix) => string;

/** Cryptographic randomness as a parameter. */
export type RandomBytes = (size: number) => Buffer;
export const systemRandom: RandomBytes = (size) => randomBytes(size);

export function idFactory(clock: Clock, random: RandomBytes): NewId {
  const ulid = monotonicFactory(() => random(4).readUInt32BE() / 2 ** 32);
  return (prefix) => `${prefix}_${ulid(clock.now()).toLowerCase()}`;
}
