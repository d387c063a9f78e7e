import type { Role } from '@didacto/sdk/contract';
import { iso } from '../../packages/server/src/platform/clock.js';
import type { Database } from '../../packages/server/src/platform/database.js';
import type { MemberCaller } from '../../packages/server/src/policy/caller.js';

/** When every simulation starts: a Tuesday morning in Seoul. */
export const startedAt = Date.parse('2026-09-01T00:00:00.000Z');

const idOf = (prefix: string, n: number): string => `${prefix}_01k4${'0'.repeat(19)}${String(n).padStart(3, '0')}`;

export const lectures = [idOf('lec', 1), idOf('lec', 2)] as const;
export const instructors = [idOf('mem', 1), idOf('mem', 2)] as const;
export const students = [3, 4, 5, 6, 7].map((n) => idOf('mem', n));
export const finance = idOf('mem', 9);

export interface ProductFacts {
  readonly id: string;
  readonly kind: 'premium' | 'tuition' | 'goods';
  readonly price: number;
  readonly taxFree: number;
  /** Null: as many as are asked for. */
  readonly stock: number | null;
}

const sold = (
  n: number,
  kind: ProductFacts['kind'],
  price: number,
  taxFree: number,
  stock: number | null,
): ProductFacts => ({ id: idOf('prd', n), kind, price, taxFree, stock });

/** Prices that divide badly, and few of some things. */
export const products: readonly ProductFacts[] = [
  sold(1, 'premium', 1_000, 0, null),
  sold(2, 'tuition', 300_000, 300_000, 30),
  sold(3, 'tuition', 123_457, 100_001, 2),
  sold(4, 'goods', 22_000, 0, 3),
  sold(5, 'goods', 9_901, 3_333, 1),
  sold(6, 'goods', 1_117, 1_117, null),
];

export function callerOf(memberId: string): MemberCaller {
  const role: Role = instructors.some((id) => id === memberId) ? 'instructor' : 'student';
  const known = { kind: 'member', memberId, name: '김하은', role, credentialId: 'ses_1' } as const;
  return { ...known, scopes: null, mustSetUp: false };
}

/** The people, lectures and products that all simulations begin with. */
export async function foundSchool(db: Database): Promise<void> {
  const at = iso(startedAt);
  const member = (id: string, role: Role) => ({
    ...{ id, role, email: `${id}@school.example`, password_hash: 'x', name: '김하은', grade: 'free', created_at: at },
  });
  await db('members').insert([
    ...instructors.map((id) => member(id, 'instructor')),
    ...students.map((id) => member(id, 'student')),
    member(finance, 'finance'),
  ]);
  const lecture = (id: string, title: string, owner: string) => ({
    ...{ id, title, title_folded: title, state: 'open', owner_id: owner, slot: 1, created_at: at, updated_at: at },
  });
  await db('lectures').insert([
    lecture(lectures[0], '파이썬', instructors[0]),
    lecture(lectures[1], '기계학습', instructors[1]),
  ]);
  const usual = { state: 'on_sale', created_at: at, updated_at: at, lecture_id: null, premium_days: null };
  let tuition = 0;
  await db('products').insert(
    products.map(({ id, kind, price, taxFree, stock }) => ({
      ...{ ...usual, id, kind, name: `${kind} ${price}`, price, tax_free: taxFree, stock },
      ...(kind === 'tuition' && { lecture_id: lectures[tuition++] }),
      ...(kind === 'premium' && { premium_days: 30 }),
    })),
  );
}
