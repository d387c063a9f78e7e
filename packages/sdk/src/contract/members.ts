import * as z from 'zod';
import { Email, MemberId, Name, PageQuery, Password, page, Time } from './common.js';
import { route } from './route.js';

export const Role = z.enum(['student', 'instructor', 'finance', 'desk', 'admin']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;
export const Grade = z.enum(['free', 'premium']).meta({ id: 'Grade' });
export type Grade = z.infer<typeof Grade>;

export const Member = z
  .object({ id: MemberId, email: z.string(), name: z.string(), role: Role, grade: Grade, createdAt: Time })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

const params = z.object({ memberId: MemberId });

export const members = {
  /** Makes a student's account. Other roles are made by an admin. */
  signUp: route({
    method: 'POST',
    path: '/v1/members/sign-up',
    summary: 'Sign up as a student',
    access: ['public'],
    body: z.object({ email: Email, password: Password, name: Name }),
    response: Member,
    status: 201,
    errors: ['email_taken'],
  }),
  /** The signed-in member. */
  me: route({ method: 'GET', path: '/v1/members/me', summary: 'Get me', access: ['member'], response: Member }),
  /** Changes my name, or my password (which ends my other sessions). */
  updateMe: route({
    method: 'PATCH',
    path: '/v1/members/me',
    summary: 'Update me',
    access: ['member'],
    body: z
      .object({ name: Name.optional(), password: Password.optional(), currentPassword: z.string().max(128).optional() })
      .refine((body) => body.password === undefined || body.currentPassword !== undefined, {
        path: ['currentPassword'],
        message: 'is needed to change the password',
      }),
    response: Member,
    errors: ['credentials_wrong'],
  }),
  /** Withdraws me: every session ends at once, waiting enrollments are cancelled, rosters are left. */
  withdraw: route({
    method: 'POST',
    path: '/v1/members/me/withdraw',
    summary: 'Withdraw',
    access: ['member'],
    body: z.object({ password: z.string().max(128) }),
    errors: ['credentials_wrong', 'lesson_in_progress'],
  }),
  /** Lists members, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/members',
    summary: 'List members',
    access: ['admin'],
    query: PageQuery.extend({ role: Role.optional(), keyword: z.string().max(100).optional() }),
    response: page(Member),
    paginated: true,
  }),
  /** Makes an account of any role. */
  create: route({
    method: 'POST',
    path: '/v1/members',
    summary: 'Create a member',
    access: ['admin'],
    body: z.object({ email: Email, password: Password, name: Name, role: Role, grade: Grade.default('free') }),
    response: Member,
    status: 201,
    errors: ['email_taken'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/members/:memberId',
    summary: 'Get a member',
    access: ['admin'],
    params,
    response: Member,
  }),
  /** Changes a member's name or grade. */
  update: route({
    method: 'PATCH',
    path: '/v1/members/:memberId',
    summary: 'Update a member',
    access: ['admin'],
    params,
    body: z.object({ name: Name.optional(), grade: Grade.optional() }),
    response: Member,
  }),
} as const;
