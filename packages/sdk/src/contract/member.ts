import * as z from 'zod';
import { MemberId, Time } from './common.js';

export const Role = z.enum(['student', 'instructor', 'finance', 'desk', 'admin']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;
export const Grade = z.enum(['free', 'premium']).meta({ id: 'Grade' });
export type Grade = z.infer<typeof Grade>;
export const MemberState = z.enum(['active', 'suspended']).meta({ id: 'MemberState' });
export type MemberState = z.infer<typeof MemberState>;

export const Member = z
  .object({
    id: MemberId,
    email: z.string(),
    name: z.string(),
    role: Role,
    grade: Grade,
    state: MemberState,
    /** Whether a second factor is asked for when they sign in. */
    secondFactor: z.boolean(),
    createdAt: Time,
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;
